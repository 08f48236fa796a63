using System.Collections.Immutable;

namespace AiSre.Grains.Alerts;

/// <summary>Alerts that could not be processed: kept until somebody replays them. A stateless worker. Key: 0.</summary>
[Alias("aisre.dead-letters")]
public interface IDeadLetters : IGrainWithIntegerKey
{
    /// <summary>Keeps one. True once it is durable: in the ledger or, when that is what failed, in the spool.</summary>
    [Alias("keep")]
    Task<bool> KeepAsync(DeadLetter letter);

    /// <summary>Puts a delivery into the spool. True once the spool holds it; false when it cannot, and then the sender must keep it.</summary>
    [Alias("queue")]
    Task<bool> QueueAsync(SpooledDelivery delivery);

    /// <summary>Newest first; what waits in the spool comes before what is stored.</summary>
    /// <param name="workspace">Null for all.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Idempotent]
    Task<ImmutableArray<DeadLetter>> ListAsync(string? workspace, int limit);

    /// <summary>Those of one workspace for people, newest first; what waits in the spool is on the first page.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="beforeSeq">Only older ones than this; null for the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("page"), Idempotent]
    Task<DeadLetterPage> PageAsync(string workspace, long? beforeSeq, int limit);

    /// <summary>Oldest first, for a replay.</summary>
    [Alias("oldest"), Idempotent]
    Task<ImmutableArray<DeadLetter>> OldestAsync(string? workspace, long afterSeq, int limit);

    /// <summary>It has been processed.</summary>
    [Alias("remove"), Idempotent]
    Task RemoveAsync(string workspace, long seq);

    /// <summary>It failed again.</summary>
    [Alias("retried")]
    Task RetriedAsync(string workspace, long seq, string error);
}

/// <param name="Seq">Number in the ledger, 0 before it is stored.</param>
/// <param name="Workspace">Whose alert it is.</param>
/// <param name="Source">The adapter that read it.</param>
/// <param name="Payload">The body as it came, or the part of it that failed, as JSON.</param>
/// <param name="Error">Why it failed, for a person.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("aisre.dead-letter")]
public sealed record DeadLetter(
    [property: Id(0)] long Seq,
    [property: Id(1)] string Workspace,
    [property: Id(2)] string Source,
    [property: Id(3)] string Payload,
    [property: Id(4)] string Error,
    [property: Id(5)] DateTimeOffset At)
{
    /// <summary>How often it was replayed in vain.</summary>
    [Id(6)] public int Attempts { get; init; }

    /// <summary>When last; null when nobody has tried.</summary>
    [Id(7)] public DateTimeOffset? TriedAt { get; init; }
}

/// <param name="Items">Newest first. Those that wait in the spool come first and have no number.</param>
/// <param name="NextSeq">Where the next page starts; null on the last one.</param>
/// <param name="Count">How many are stored.</param>
[GenerateSerializer, Immutable, Alias("aisre.dead-letter-page")]
public sealed record DeadLetterPage(
    [property: Id(0)] ImmutableArray<DeadLetter> Items,
    [property: Id(1)] long? NextSeq,
    [property: Id(2)] long Count);
