using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Notifications;

/// <summary>Who was told what. A stateless worker over the ledger's outbox, so that the API needs no database. Key: 0.</summary>
[Alias("aisre.notification-queries")]
public interface INotificationQueries : IGrainWithIntegerKey
{
    /// <summary>All messages about an incident, oldest first; those that were sent long ago are forgotten.</summary>
    [Alias("of-incident"), Idempotent]
    Task<ImmutableArray<NotificationFacts>> OfIncidentAsync(string workspace, string incidentId);

    /// <summary>A workspace's messages, newest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="status">One of those of <see cref="NotificationFacts.Status"/>; null for all.</param>
    /// <param name="beforeSeq">Only older ones than this; null for the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Idempotent]
    Task<NotificationPage> ListAsync(string workspace, string? status, long? beforeSeq, int limit);

    /// <summary>How many messages of a workspace wait, and how many were given up.</summary>
    [Alias("counts"), Idempotent]
    Task<NotificationCounts> CountsAsync(string workspace);

    /// <summary>Messages that were given up, newest first.</summary>
    /// <param name="workspace">Null for all.</param>
    /// <param name="beforeSeq">Only older ones than this; null for the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("dead"), Idempotent]
    Task<NotificationPage> DeadAsync(string? workspace, long? beforeSeq, int limit);

    /// <summary>One message that was given up is tried again.</summary>
    /// <param name="workspace">Null for all.</param>
    /// <param name="seq">Its number.</param>
    /// <returns>How many there were: 0 or 1.</returns>
    [Alias("replay")]
    Task<int> ReplayAsync(string? workspace, long seq);

    /// <summary>Everything of a workspace that was given up is tried again.</summary>
    /// <returns>How many there were.</returns>
    [Alias("replay-all")]
    Task<int> ReplayAllAsync(string workspace);
}

/// <param name="Pending">How many wait.</param>
/// <param name="OldestAt">Since when the oldest of them does; null when none waits.</param>
/// <param name="Dead">How many were given up.</param>
[GenerateSerializer, Immutable, Alias("aisre.notification-counts")]
public sealed record NotificationCounts(
    [property: Id(0)] long Pending,
    [property: Id(1)] DateTimeOffset? OldestAt,
    [property: Id(2)] long Dead);

[GenerateSerializer, Immutable, Alias("aisre.notification-page")]
public sealed record NotificationPage(
    [property: Id(0)] ImmutableArray<NotificationFacts> Items,
    [property: Id(1)] long? NextSeq);

/// <summary>One message and what became of it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.notification-facts")]
public sealed record NotificationFacts
{
    /// <summary>The order in which messages were written.</summary>
    [Id(0)] public required long Seq { get; init; }

    [Id(1)] public required string Workspace { get; init; }
    [Id(2)] public string? IncidentId { get; init; }
    [Id(3)] public required string Channel { get; init; }
    [Id(4)] public required string Address { get; init; }
    [Id(5)] public required NotificationKind Kind { get; init; }
    [Id(6)] public required Severity Severity { get; init; }
    [Id(7)] public required string Title { get; init; }

    /// <summary>Which step of the escalation; null where it is none.</summary>
    [Id(8)] public string? Step { get; init; }

    /// <summary>People whom it was for, by their ids.</summary>
    [Id(9)] public ImmutableArray<string> Recipients { get; init; } = [];

    [Id(10)] public bool IsPage { get; init; }

    /// <summary><c>pending</c>, <c>sent</c>, <c>dead</c> or <c>suppressed</c>.</summary>
    [Id(11)] public required string Status { get; init; }

    [Id(12)] public int Attempts { get; init; }
    [Id(13)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(14)] public DateTimeOffset? NextAt { get; init; }
    [Id(15)] public DateTimeOffset? DoneAt { get; init; }
    [Id(16)] public string? Error { get; init; }

    /// <summary>Whole seconds after its due time; null when it was in time.</summary>
    [Id(17)] public long? LateBySeconds { get; init; }

    /// <summary>It was suppressed because its channel cannot be used: nobody was told, only the log has it. Else another message told it.</summary>
    [Id(18)] public bool OnlyLogged { get; init; }
}
