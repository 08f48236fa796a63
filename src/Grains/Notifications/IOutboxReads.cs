using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Notifications;

/// <summary>What is asked of the <c>outbox</c> table. Instants are Unix milliseconds.</summary>
public interface IOutboxReads
{
    /// <summary>
    /// Messages of one destination that are neither sent nor given up, in the order in which they were written. Where several silos write, one with a
    /// lower number may appear later than one with a higher; it moves the destination's alarm on, and who then reads from the beginning finds it.
    /// </summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="address">Where in the channel.</param>
    /// <param name="afterSeq">Only what was written after this one; 0 for all.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<OutboxRow>> PendingAsync(string workspace, string channel, string address, long afterSeq, int limit);

    /// <summary>What the vendor called the first message of an incident that was sent to this address; null when there is none.</summary>
    ValueTask<string?> ReferenceAsync(string workspace, string incidentId, string channel, string address);

    /// <summary>Those of the keys under which a message was written, whatever has become of it.</summary>
    ValueTask<IReadOnlySet<string>> WrittenAsync(string workspace, IEnumerable<string> keys);

    /// <summary>All messages of an incident, in the order in which they were written.</summary>
    ValueTask<IReadOnlyList<OutboxRow>> OfIncidentAsync(string workspace, string incidentId);

    /// <summary>Messages that were given up, newest first.</summary>
    /// <param name="workspace">Null for all.</param>
    /// <param name="beforeSeq">Only what was written before this one; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<OutboxRow>> DeadAsync(string? workspace, long? beforeSeq, int limit);

    /// <summary>Messages of a workspace, newest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="status">Null for all.</param>
    /// <param name="beforeSeq">Only what was written before this one; null for the newest.</param>
    /// <param name="limit">At most so many.</param>
    ValueTask<IReadOnlyList<OutboxRow>> ListAsync(string workspace, OutboxStatus? status, long? beforeSeq, int limit);

    /// <summary>The same numbers of one workspace.</summary>
    ValueTask<(long Pending, long? OldestAt, long Dead)> BacklogAsync(string workspace);

    /// <summary>How many wait, and since when the oldest of them does; for health and metrics.</summary>
    ValueTask<(long Pending, long? OldestAt, long Dead)> BacklogAsync();
}

public static class OutboxReadsExtensions
{
    /// <summary>How long the oldest message has waited; zero when none does.</summary>
    public static TimeSpan WaitedUntil(this (long Pending, long? OldestAt, long Dead) backlog, DateTimeOffset now) =>
        backlog.OldestAt is { } at && at < now.ToUnixTimeMilliseconds() ? now - DateTimeOffset.FromUnixTimeMilliseconds(at) : TimeSpan.Zero;
}

/// <summary>One row of the <c>outbox</c> table.</summary>
public sealed record OutboxRow
{
    /// <summary>The order in which messages were written.</summary>
    public required long Seq { get; init; }

    public required OutboxMessage Message { get; init; }
    public required OutboxStatus Status { get; init; }

    /// <summary>When it was written.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it may be tried again; null: now.</summary>
    public long? NextAt { get; init; }

    /// <summary>When it was sent, given up or suppressed.</summary>
    public long? DoneAt { get; init; }

    /// <summary>Why the last attempt failed, or what stood in for it.</summary>
    public string? Error { get; init; }

    /// <summary>What the vendor called it.</summary>
    public string? Reference { get; init; }
}
