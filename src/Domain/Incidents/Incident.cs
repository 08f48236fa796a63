using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>One problem that somebody must look at. Changed only through <see cref="IncidentRules"/>.</summary>
[GenerateSerializer, Immutable, Alias("aisre.incident")]
public sealed record Incident
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Workspace { get; init; }
    [Id(2)] public required string Title { get; init; }
    [Id(3)] public string Description { get; init; } = "";
    [Id(4)] public required Severity Severity { get; init; }

    /// <summary>True when no sender ever named a severity and the default stands in.</summary>
    [Id(5)] public bool SeverityDefaulted { get; init; }

    /// <summary>As the sender reported it, free text of at most 64 characters.</summary>
    [Id(6)] public required string Source { get; init; }

    [Id(7)] public IncidentPhase Phase { get; init; } = IncidentPhase.Open;
    [Id(8)] public AlertSubject Subject { get; init; } = AlertSubject.None;

    /// <summary>When the first alert was received.</summary>
    [Id(9)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the problem began by the sender's clock; null when it did not say.</summary>
    [Id(10)] public DateTimeOffset? StartsAt { get; init; }

    [Id(11)] public DateTimeOffset? AcknowledgedAt { get; init; }
    [Id(12)] public string? AcknowledgedBy { get; init; }

    /// <summary>First acknowledgement or note by a person, or action approved by one.</summary>
    [Id(13)] public DateTimeOffset? FirstResponseAt { get; init; }

    /// <summary>When the problem ended: the sender's own time where it gave one.</summary>
    [Id(14)] public DateTimeOffset? ResolvedAt { get; init; }

    [Id(15)] public string? ResolvedBy { get; init; }

    /// <summary>A person said so, while the alert may still be firing.</summary>
    [Id(16)] public bool ResolvedByHuman { get; init; }

    [Id(17)] public string? Resolution { get; init; }
    [Id(18)] public string? AssignedTo { get; init; }
    [Id(19)] public DateTimeOffset? SnoozedUntil { get; init; }
    [Id(20)] public int ReopenCount { get; init; }

    /// <summary>The incident of the same alert that was resolved before this one.</summary>
    [Id(21)] public string? PreviousIncidentId { get; init; }

    [Id(22)] public ImmutableArray<JoinedAlert> Alerts { get; init; } = [];
    [Id(23)] public ImmutableArray<AlertLink> Links { get; init; } = [];
    [Id(24)] public ImmutableArray<AlertLabel> Labels { get; init; } = [];

    /// <summary>It opens and closes too often to be believed; a resolve is held back until it is quiet.</summary>
    [Id(25)] public bool Flapping { get; init; }

    /// <summary>The source's own group key, for grouping after a restart.</summary>
    [Id(26)] public string? GroupKey { get; init; }

    /// <summary>The adapter that read its first alert, one of <see cref="AlertSource.All"/>.</summary>
    [Id(27)] public string Adapter { get; init; } = AlertSource.Webhook;

    /// <summary>The latest note with its author, so that a note sent twice is written once.</summary>
    [Id(28)] public string? LastNote { get; init; }

    /// <summary>Which installation of the source sent it.</summary>
    [Id(29)] public string? Account { get; init; }

    /// <summary>Who is told, and how far that has come; null before it has started, and where nobody is to be told.</summary>
    [Id(30)] public EscalationState? Escalation { get; init; }

    /// <summary>Where it was told of by now.</summary>
    [Id(31)] public NotificationState? Notifications { get; init; }

    /// <summary>Nobody is told of it for now, by a silence or a maintenance window.</summary>
    [Id(32)] public SilenceMark? Silenced { get; init; }

    /// <summary>No reader knew the body that opened it, so people may want to look at that.</summary>
    [Id(50)] public bool Unrecognised { get; init; }

    /// <summary>The deploy that came shortly before it; null where none is known.</summary>
    [Id(51)] public DeployMark? Deploy { get; init; }

    /// <summary>What people were told of fixes that have not helped, by key, the newest last.</summary>
    [Id(52)] public ImmutableArray<string> FixNotices { get; init; } = [];

    /// <summary>Links in messages by which people have acknowledged it, the latest of each person.</summary>
    [Id(53)] public ImmutableArray<UsedLink> LinksUsed { get; init; } = [];
}
