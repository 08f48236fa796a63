using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Verification;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Actions;

/// <summary>What was left behind by a crash or a lost answer is found out by reading, and never by trying again.</summary>
public sealed partial class ActionGateGrain
{
    private async Task ReconcileAsync(string id, AlarmFired? fired)
    {
        var entry = await UnderWayAsync(id);
        if (entry is not { Workload: { } workload, Answer.Decision.Plan: { } plan } || running.Contains(id))
        {
            if (fired is null) return;
            ImmutableArray<AlarmChange> alarms = [fired];
            if (entry is not null) alarms = alarms.Add(new AlarmSet(Reconcile + id, (clock.GetUtcNow() + LookAgain).ToUnixTimeMilliseconds()));
            await store.ChangeAsync(state => new GateChange(state, new() { Alarms = alarms }));
            return;
        }
        using var limit = new CancellationTokenSource(LongestCall, clock);
        // What is read may have been overtaken while it was read: how old it is counts from before.
        var since = clock.GetUtcNow() - entry.At;
        var result = SettlingRules.Found(await calls.FindOutAsync(plan, limit.Token), since);
        var came = ActionOutcomes.Came(entry, result, entry.Answer.Decision!, clock.GetUtcNow());
        if (came.FinishedAt is null && SettlingRules.NextLook(clock.GetUtcNow() - entry.At) is null)
            came = ActionOutcomes.GivenUp(came, clock.GetUtcNow());
        // The cluster was never reached, so nothing was executed and the same may be asked again.
        if (result.Outcome is ProviderOutcome.Failed) came = came with { IsExecuted = false };
        await FinishAsync(came, workload, fired);
    }

    /// <summary>The action, as long as nobody knows what became of it; null: it is known, or it never began.</summary>
    private async Task<ActionEntry?> UnderWayAsync(string id) =>
        (await store.ReadAsync()).Flights.Values.FirstOrDefault(entry => entry.Answer.Id == id);

    /// <summary>The id of the action that holds a workload; null: none does.</summary>
    private async Task<string?> HolderAsync(string? workload) =>
        workload is null ? null : (await store.ReadAsync()).Flights.GetValueOrDefault(workload)?.Answer.Id;

    /// <summary>What was answered to the same key before; null: nothing, or nothing was done.</summary>
    private async Task<ActionAnswer?> RepeatAsync(string key, ActionAttempt attempt)
    {
        if (await KnownAsync(key) is not { } known) return null;
        if (known.Hash != ActionRecords.Hash(attempt))
            return ActionOutcomes.Busy("This idempotency key was used for another request.") with { Code = RefusalCode.IdempotencyKeyUsed };
        if (running.Contains(known.ActionId)) return ActionOutcomes.Busy("The same request is under way.");
        // Left behind by a crash: found out now, and where it was not done its key is free again.
        await ReconcileAsync(known.ActionId, null);
        if (await UnderWayAsync(known.ActionId) is { } still) return still.Answer with { IsRepeat = true };
        return await KnownAsync(key) is not null && await reads.FindAsync(workspace, known.ActionId) is { Length: > 2 } text
            ? DocumentText.Read<ActionEntry>(text).Answer with { IsRepeat = true }
            : null;
    }

    private async Task<AnsweredKey?> KnownAsync(string key) =>
        (await store.ReadAsync()).Keys.GetValueOrDefault(key) is { } found && found.At > clock.GetUtcNow().AddHours(-24) ? found : null;
}
