using System.Collections.Immutable;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Alerts;

[GrainType("dead-letters"), StatelessWorker]
public sealed class DeadLetters(ILedger ledger, IIncidentReads reads, ISpool spool, TimeProvider clock) : Grain, IDeadLetters
{
    /// <summary>How many of the spool's newest deliveries a list looks at.</summary>
    private const int MaxShown = 1_000;

    public async Task<bool> KeepAsync(DeadLetter letter)
    {
        try
        {
            await ledger.CommitAsync(EntryOf(letter));
            return true;
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException)
        {
            return await QueueAsync(
                new() { Workspace = letter.Workspace, Source = letter.Source, Payload = letter.Payload, Error = letter.Error, At = letter.At });
        }
    }

    public async Task<bool> QueueAsync(SpooledDelivery delivery)
    {
        var id = NewIds.Spooled(clock.GetUtcNow());
        var signals = delivery.Signals.Select((signal, i) => signal with { Spooled = new($"{id}.{i}", delivery.At, signal.Spooled?.Doubt) });
        return await spool.TryKeepAsync(delivery with { Id = id, Signals = [.. signals] });
    }

    public async Task<ImmutableArray<DeadLetter>> ListAsync(string? workspace, int limit)
    {
        var waiting = await WaitingAsync(workspace, limit);
        if (waiting.Count >= limit) return [.. waiting];
        return [.. waiting, .. await reads.DeadLettersAsync(workspace, 0, limit - waiting.Count, newestFirst: true)];
    }

    public async Task<DeadLetterPage> PageAsync(string workspace, long? beforeSeq, int limit)
    {
        var waiting = beforeSeq is null ? await WaitingAsync(workspace, limit) : [];
        var stored = await reads.DeadLettersBeforeAsync(workspace, beforeSeq ?? long.MaxValue, limit + 1);
        return new(
            [.. waiting, .. stored.Take(limit)], stored.Length > limit ? stored[limit - 1].Seq : null, await reads.DeadLetterCountAsync(workspace));
    }

    public Task<ImmutableArray<DeadLetter>> OldestAsync(string? workspace, long afterSeq, int limit) =>
        reads.DeadLettersAsync(workspace, afterSeq, limit, newestFirst: false).AsTask();

    public Task RemoveAsync(string workspace, long seq) => ledger.CommitAsync(new DeadLetterRemoval { Workspace = workspace, Seq = seq });

    public Task RetriedAsync(string workspace, long seq, string error) => ledger.CommitAsync(
        new DeadLetterRetry { Workspace = workspace, Seq = seq, Error = error, At = clock.GetUtcNow().ToUnixTimeMilliseconds() });

    private async Task<List<DeadLetter>> WaitingAsync(string? workspace, int limit) =>
        [.. (await spool.PeekAsync(MaxShown, newestFirst: true)).Select(spooled => spooled.Delivery)
            .Where(delivery => workspace is null || delivery.Workspace == workspace).Take(limit).Select(LetterOf)];

    private static DeadLetter LetterOf(SpooledDelivery delivery) =>
        new(0, delivery.Workspace, delivery.Source, delivery.Payload, delivery.Error, delivery.At);

    internal static DeadLetterEntry EntryOf(DeadLetter letter) => new()
    {
        Workspace = letter.Workspace,
        Source = letter.Source,
        Payload = letter.Payload,
        Error = letter.Error,
        At = letter.At.ToUnixTimeMilliseconds(),
    };
}
