using System.Collections.Immutable;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Alerts;

[GrainType("dead-letters"), StatelessWorker]
public sealed class DeadLetters(ILedger ledger, IIncidentReads reads, ISpool spool) : Grain, IDeadLetters
{
    public async Task<bool> KeepAsync(DeadLetter letter)
    {
        try
        {
            await ledger.CommitAsync(EntryOf(letter));
            return true;
        }
        catch (Exception exception) when (exception is LedgerUnavailableException or LedgerFullException)
        {
            return spool.TryKeep(letter);
        }
    }

    public async Task<ImmutableArray<DeadLetter>> ListAsync(string? workspace, int limit)
    {
        var spooled = spool.Read().Where(letter => workspace is null || letter.Workspace == workspace).Reverse().Take(limit).ToList();
        if (spooled.Count >= limit) return [.. spooled];
        return [.. spooled, .. await reads.DeadLettersAsync(workspace, 0, limit - spooled.Count, newestFirst: true)];
    }

    public async Task<ImmutableArray<DeadLetter>> OldestAsync(string? workspace, long afterSeq, int limit)
    {
        await spool.DrainAsync(letter => ledger.CommitAsync(EntryOf(letter)));
        return await reads.DeadLettersAsync(workspace, afterSeq, limit, newestFirst: false);
    }

    public Task RemoveAsync(string workspace, long seq) => ledger.CommitAsync(new DeadLetterRemoval { Workspace = workspace, Seq = seq });

    private static DeadLetterEntry EntryOf(DeadLetter letter) => new()
    {
        Workspace = letter.Workspace,
        Source = letter.Source,
        Payload = letter.Payload,
        Error = letter.Error,
        At = letter.At.ToUnixTimeMilliseconds(),
    };
}
