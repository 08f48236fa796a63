using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Notifications;

/// <summary>
/// Everything that a message may show, taken when its reason arose. Plain text: each channel escapes and shortens it for itself.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.notification-content")]
public sealed record NotificationContent
{
    [Id(0)] public required NotificationKind Kind { get; init; }
    [Id(1)] public required Severity Severity { get; init; }
    [Id(2)] public required string Workspace { get; init; }
    [Id(3)] public string? IncidentId { get; init; }
    [Id(4)] public string? GroupId { get; init; }

    /// <summary>At most 500 characters.</summary>
    [Id(5)] public required string Title { get; init; }

    [Id(6)] public IncidentPhase Phase { get; init; }
    [Id(7)] public string? Service { get; init; }
    [Id(8)] public string? Namespace { get; init; }
    [Id(9)] public string? Cluster { get; init; }

    /// <summary>Pod, deployment or node: the most exact that is known.</summary>
    [Id(10)] public string? Workload { get; init; }

    /// <summary>The tool that sent the alert.</summary>
    [Id(11)] public string? Source { get; init; }

    /// <summary>Since when the problem is there.</summary>
    [Id(12)] public required DateTimeOffset Since { get; init; }

    /// <summary>When the reason for this message arose.</summary>
    [Id(13)] public required DateTimeOffset At { get; init; }

    /// <summary>People whom this message is for, by their ids.</summary>
    [Id(14)] public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>How the channel addresses them, such as Slack member ids; may be fewer.</summary>
    [Id(15)] public ImmutableArray<string> Mentions { get; init; } = [];

    /// <summary>Who is on call, or has acknowledged it: who is on it.</summary>
    [Id(16)] public string? Owner { get; init; }

    /// <summary>Who did what the message tells.</summary>
    [Id(17)] public string? Actor { get; init; }

    /// <summary>What the alert said, or a note, or how it was resolved.</summary>
    [Id(18)] public string? Summary { get; init; }

    [Id(19)] public string? LikelyCause { get; init; }

    /// <summary>0 to 1.</summary>
    [Id(20)] public double? Confidence { get; init; }

    [Id(21)] public string? NextStep { get; init; }

    /// <summary>The incident in the console.</summary>
    [Id(22)] public string? Link { get; init; }

    /// <summary>The sender's own links: dashboard, runbook.</summary>
    [Id(23)] public ImmutableArray<AlertLink> Links { get; init; } = [];

    /// <summary>Other incidents of the group so far.</summary>
    [Id(24)] public int Others { get; init; }

    /// <summary>Which step of the escalation, such as <c>level 2 of 3</c>; null where it is none.</summary>
    [Id(25)] public string? Step { get; init; }

    /// <summary>Whole seconds after its due time; null when it was in time.</summary>
    [Id(26)] public long? LateBySeconds { get; init; }

    [Id(27)] public DigestContent? Digest { get; init; }

    /// <summary>Something to read in place of the usual first sentence.</summary>
    [Id(28)] public string? Note { get; init; }

    /// <summary>What the vendor that opened the incident calls it, such as <c>pagerduty:PD123</c>; null when we opened it.</summary>
    [Id(29)] public string? ExternalId { get; init; }

    /// <summary>What the sender calls the alert, such as <c>KubePodCrashLooping</c>: people look it up by that. Null when it has no name.</summary>
    [Id(30)] public string? AlertName { get; init; }
}

/// <summary>Many messages told in one.</summary>
[GenerateSerializer, Immutable, Alias("aisre.digest-content")]
public sealed record DigestContent
{
    [Id(0)] public required int Count { get; init; }

    /// <summary>From critical to info, those that occur.</summary>
    [Id(1)] public required ImmutableArray<DigestCount> BySeverity { get; init; }

    /// <summary>Most frequent first.</summary>
    [Id(2)] public required ImmutableArray<DigestCount> ByService { get; init; }

    /// <summary>Ten at most.</summary>
    [Id(3)] public required ImmutableArray<string> Titles { get; init; }

    [Id(4)] public required DateTimeOffset From { get; init; }
    [Id(5)] public required DateTimeOffset To { get; init; }
}

[GenerateSerializer, Immutable, Alias("aisre.digest-count")]
public sealed record DigestCount([property: Id(0)] string Name, [property: Id(1)] int Count);
