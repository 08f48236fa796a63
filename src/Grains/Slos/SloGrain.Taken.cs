using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Domain.Slos.Buckets;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Slos;

/// <summary>What people and services send: events and corrections.</summary>
public sealed partial class SloGrain
{
    public Task<SloEventsOutcome> TakeAsync(
        SloDefinition definition, string? batchId, ImmutableArray<SloEventCount> counts) => RetryAsync(async () =>
    {
        var now = clock.GetUtcNow();
        for (var i = 0; i < counts.Length; i++)
            if (EventRules.Problem(counts[i].At, counts[i].Good, counts[i].Total, now) is not null) return new SloEventsOutcome(0, Refused: i);
        var state = await StateAsync();
        // What is remembered of a batch is durable with its counts, so that one whose answer was lost counts once.
        var batches = await events.BatchesAsync();
        if (batchId is not null && batches.Knows(batchId)) return new SloEventsOutcome(counts.Length, IsRepeat: true);
        var remembered = batchId is null ? null : batches.With(batchId, now);
        if (batchId is not null && remembered is null) return new SloEventsOutcome(0, IsTooMany: true);
        var minutes = counts.Select(count => new SloBucket(SloBucket.MinuteOf(count.At), count.Good, count.Total));
        var change = await events.AddAsync(definition.Window, minutes, now);
        if (remembered is not null) change = events.With(change, remembered);
        await store.CommitAsync(state, new() { Attachments = change.Documents });
        events.Learn(change);
        return new SloEventsOutcome(counts.Length);
    });

    public async Task<ImmutableArray<Correction>> CorrectionsAsync() => (await StateAsync()).Corrections;

    public Task<CorrectionOutcome> CorrectAsync(Correction correction) => RetryAsync(async () =>
    {
        var (state, now) = (await StateAsync(), clock.GetUtcNow());
        if (CorrectionRules.Problem(correction, state.Corrections.Length) is { } problem) return new(null, problem);
        var kept = correction with { Id = NewIds.Correction(now), CreatedAt = now };
        ImmutableArray<Correction> all = [.. state.Corrections.Append(kept).OrderBy(one => one.From).ThenBy(one => one.Id, StringComparer.Ordinal)];
        await store.CommitAsync(state with { Corrections = all }, Audited(correction.Author, "slo_correction_added", kept.Id, now));
        mustAsk = true;
        return new CorrectionOutcome(kept);
    });

    public Task<bool> WithdrawAsync(string correctionId, string actor) => RetryAsync(async () =>
    {
        var state = await StateAsync();
        if (state.Corrections.FirstOrDefault(one => one.Id == correctionId) is not { } known) return false;
        await store.CommitAsync(
            state with { Corrections = state.Corrections.Remove(known) },
            Audited(actor, "slo_correction_removed", correctionId, clock.GetUtcNow()));
        mustAsk = true;
        return true;
    });

    /// <summary>As often as the state changes behind its back; what it knows of events is read again then.</summary>
    private Task<T> RetryAsync<T>(Func<Task<T>> attempt)
    {
        var isAgain = false;
        return store.RetryOnConflictAsync(() =>
        {
            if (isAgain) events.Forget();
            isAgain = true;
            return attempt();
        });
    }

    private LedgerFacts Audited(string actor, string action, string id, DateTimeOffset now) =>
        new() { Audit = [new(actor, action, Kind, name, now.ToUnixTimeMilliseconds(), $$"""{"correction":"{{id}}"}""")] };
}
