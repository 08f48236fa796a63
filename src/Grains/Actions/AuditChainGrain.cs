using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>
/// Rows are sealed a little after they were written, as far as no transaction can come any more that has taken a smaller number: each hash is over
/// the one before and the row.
/// </summary>
[GrainType(AuditAlarm.Kind)]
public sealed class AuditChainGrain(
    [PersistentState("audit-chain", LedgerState.Storage)] IPersistentState<Kept<AuditChainState>> store, IActionReads reads, TimeProvider clock)
    : Grain, IAuditChainGrain, IAlarmTargetGrain
{
    private const int Page = 1_000;
    private const int MostPages = 20;
    private const int MostSeals = 1_000;

    public Task<AuditVerification> VerifyAsync() => store.RetryOnConflictAsync(async () =>
    {
        var state = await store.ReadAsync() ?? new();
        var (rows, hash, after) = (0L, state.Begin?.Hash ?? "", state.Begin?.Seq ?? 0L);
        var waiting = new Queue<AuditSeal>(state.Seals);
        while (await reads.AuditAfterAsync(this.GetPrimaryKeyString(), after, Page) is { Length: > 0 } page)
        {
            foreach (var row in page)
            {
                // A row that is gone, and one that came in between, show at the seal behind them.
                if (waiting.TryPeek(out var due) && row.Seq > due.Seq) return Broken(due.Seq);
                (rows, hash, after) = (rows + 1, Next(hash, row), row.Seq);
                if (due is null || row.Seq != due.Seq) continue;
                if (hash != due.Hash) return Broken(due.Seq);
                waiting.Dequeue();
            }
        }
        return waiting.TryPeek(out var missing) ? Broken(missing.Seq) : new AuditVerification(true, rows, state.Rows, state.Head, null);

        AuditVerification Broken(long at) => new(false, rows, state.Rows, state.Head, at);
    });

    public Task<long?> ForgetAsync(DateTimeOffset before) => store.RetryOnConflictAsync(async () =>
    {
        if (await store.ReadAsync() is not { } state) return (long?)null;
        var (from, workspace) = (state.Begin?.Seq ?? 0, this.GetPrimaryKeyString());
        var end = await reads.AuditOldestSinceAsync(workspace, from, before);
        if (state.Seals.LastOrDefault(seal => end is null || seal.Seq < end) is not { } begin || begin.Seq <= from) return state.Begin?.Seq;
        await store.CommitAsync(state with
        {
            Begin = begin,
            Seals = [.. state.Seals.Where(seal => seal.Seq > begin.Seq)],
            Rows = state.Rows - await reads.AuditCountAsync(workspace, from, begin.Seq),
        }, LedgerFacts.None);
        return begin.Seq;
    });

    public Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm) => store.AnswerAsync(async () =>
    {
        var state = await store.ReadAsync() ?? new();
        var (hash, last, count) = (state.Head ?? "", state.LastSeq, 0L);
        var end = await reads.AuditEndAsync();
        var isMore = true;
        for (var pages = 0; isMore && pages < MostPages; pages++)
        {
            var (page, before) = (await reads.AuditAfterAsync(this.GetPrimaryKeyString(), last, Page), count);
            foreach (var row in page.TakeWhile(row => row.Seq <= end)) (hash, last, count) = (Next(hash, row), row.Seq, count + 1);
            if (count - before < page.Length) break;
            isMore = page.Length == Page;
        }
        var again = AuditAlarm.After(this.GetPrimaryKeyString(), clock.GetUtcNow().ToUnixTimeMilliseconds());
        ImmutableArray<AlarmChange> alarms = isMore ? [alarm.Fired(), again] : [alarm.Fired()];
        var next = count == 0 ? state : state with
        {
            LastSeq = last, Head = hash, Rows = state.Rows + count, Seals = Thinned(state.Seals).Add(new(last, hash)),
        };
        await store.CommitAsync(next, new() { Alarms = alarms });
        return AlarmAnswer.Settled;
    });

    /// <summary>With fewer seals a break is found all the same; only where it is, is told less finely.</summary>
    private static ImmutableArray<AuditSeal> Thinned(ImmutableArray<AuditSeal> seals) =>
        seals.Length < MostSeals ? seals : [.. seals.Where((_, i) => i % 2 == 1)];

    private static string Next(string before, StoredAudit row)
    {
        var text = EventPayload.Of(
            ("seq", row.Seq), ("at", row.At), ("actor", row.Actor), ("action", row.Action), ("kind", row.Kind), ("id", row.Id),
            ("detail", row.Detail));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before + text)));
    }
}

/// <summary>How far the audit is sealed.</summary>
[GenerateSerializer, Immutable, Alias("aisre.audit-chain-state")]
public sealed record AuditChainState
{
    [Id(0)] public int Version { get; init; } = 1;
    [Id(1)] public long LastSeq { get; init; }
    [Id(2)] public string? Head { get; init; }
    [Id(3)] public long Rows { get; init; }
    [Id(4)] public ImmutableArray<AuditSeal> Seals { get; init; } = [];

    /// <summary>The rows up to this one were dropped for their age, and the chain goes on from its hash; null: none were.</summary>
    [Id(5)] public AuditSeal? Begin { get; init; }
}

/// <param name="Seq">Of the last row that it covers.</param>
/// <param name="Hash">Over all rows up to it.</param>
[GenerateSerializer, Immutable, Alias("aisre.audit-seal")]
public sealed record AuditSeal([property: Id(0)] long Seq, [property: Id(1)] string Hash);
