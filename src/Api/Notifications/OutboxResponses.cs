using System.Text.Json.Serialization;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

public sealed record IncidentNotificationsResponse(string IncidentId, IReadOnlyList<NotificationItem> Notifications, int Count);

/// <param name="Notifications">Newest first.</param>
/// <param name="Count">How many are on this page.</param>
/// <param name="NextCursor">For the next page; null on the last one.</param>
public sealed record DeadNotificationsResponse(IReadOnlyList<NotificationItem> Notifications, int Count, string? NextCursor);

/// <param name="Seq">One message; all that the workspace has given up when absent.</param>
public sealed record ReplayNotificationsRequest(long? Seq = null);

/// <param name="Ok">Always true.</param>
/// <param name="Replayed">How many wait to be sent again.</param>
public sealed record ReplayNotificationsResponse(bool Ok, int Replayed);

/// <summary>One message: who was told, when, where and why, and what became of it.</summary>
public sealed record NotificationItem
{
    public required long Seq { get; init; }
    public string? IncidentId { get; init; }

    /// <summary>Name of the channel.</summary>
    public required string Channel { get; init; }

    /// <summary>Where in the channel.</summary>
    public required string Address { get; init; }

    /// <summary>Ids of the people whom it was for.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>Why it was written: opened, escalated, resolved and so on.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>Such as <c>level 2 of 3</c>; null where it is no step of an escalation.</summary>
    public string? Step { get; init; }

    public required string Severity { get; init; }
    public required string Title { get; init; }

    /// <summary>It pages somebody.</summary>
    public required bool IsPage { get; init; }

    /// <summary>pending, sent, dead or suppressed.</summary>
    public required string Status { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it may be tried again; null: now, or never.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was sent, given up or suppressed.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Why the last attempt failed, or what stood in for it.</summary>
    public string? Error { get; init; }

    /// <summary>Seconds after its due time, where it was late.</summary>
    public long? LateBySeconds { get; init; }

    public required string WorkspaceId { get; init; }

    public static NotificationItem From(NotificationFacts facts) => new()
    {
        Seq = facts.Seq,
        IncidentId = facts.IncidentId,
        Channel = facts.Channel,
        Address = facts.Address,
        Recipients = facts.Recipients,
        Kind = facts.Kind,
        Step = facts.Step,
        Severity = facts.Severity.Name(),
        Title = facts.Title,
        IsPage = facts.IsPage,
        Status = facts.Status,
        Attempts = facts.Attempts,
        CreatedAt = facts.CreatedAt,
        NextAttemptAt = facts.NextAt,
        DoneAt = facts.DoneAt,
        Error = facts.Error,
        LateBySeconds = facts.LateBySeconds,
        WorkspaceId = facts.Workspace,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IncidentNotificationsResponse))]
[JsonSerializable(typeof(DeadNotificationsResponse))]
[JsonSerializable(typeof(ReplayNotificationsRequest))]
[JsonSerializable(typeof(ReplayNotificationsResponse))]
internal sealed partial class OutboxJsonContext : JsonSerializerContext;
