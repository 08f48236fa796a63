using System.Collections.Immutable;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Ledger;

/// <summary>What became of messages of one destination. Its facts are what stands in for some of them, and the timeline's word on it.</summary>
public sealed class OutboxResultEntry : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required ImmutableArray<OutboxResult> Results { get; init; }

    /// <summary>Messages that were done with before this instant (Unix milliseconds) are dropped, dead ones excepted; null: none.</summary>
    public long? ForgetBefore { get; init; }

    /// <summary>The same for dead ones.</summary>
    public long? ForgetDeadBefore { get; init; }
}

/// <summary>Messages that were given up wait again as if they had never been tried.</summary>
public sealed class OutboxReplay : LedgerEntry
{
    public override required string Workspace { get; init; }

    /// <summary>One message; null: all of the workspace.</summary>
    public long? Seq { get; init; }

    /// <summary>Set by the ledger: how many there were.</summary>
    public int Replayed { get; set; }
}

/// <summary>Messages of the past, to be shown: nobody sends them any more. A key that is there already is not written again.</summary>
public sealed class OutboxHistory : LedgerEntry
{
    public override required string Workspace { get; init; }

    public required ImmutableArray<PastMessage> Messages { get; init; }
}

/// <summary>A message that is done with. Instants are Unix milliseconds.</summary>
/// <param name="Message">What it was.</param>
/// <param name="Status">What became of it; not <see cref="OutboxStatus.Pending"/>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="DoneAt">When it was sent, or given up.</param>
/// <param name="Error">Why it was given up.</param>
public sealed record PastMessage(OutboxMessage Message, OutboxStatus Status, int Attempts, long WrittenAt, long DoneAt, string? Error);

/// <summary>The new state of one message. One that is done with already stays as it is.</summary>
/// <param name="Seq">Its row.</param>
/// <param name="Status">What became of it; <see cref="OutboxStatus.Pending"/>: it is tried again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When, Unix milliseconds.</param>
/// <param name="NextAt">When it may be tried again, Unix milliseconds.</param>
/// <param name="Error">Why it failed, or what stood in for it.</param>
/// <param name="Reference">What the vendor calls it.</param>
public sealed record OutboxResult(long Seq, OutboxStatus Status, int Attempts, long At, long? NextAt = null, string? Error = null,
    string? Reference = null);
