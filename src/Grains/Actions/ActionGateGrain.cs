using System.Collections.Immutable;
using AiSre.Domain.Actions;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Guard;
using AiSre.Domain.Actions.Verification;
using AiSre.Grains.Alarms;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;
using Orleans.Storage;

namespace AiSre.Grains.Actions;

/// <summary>
/// One attempt after the other is decided, several may be under way, never two on one workload. What is about to be done is written before it is
/// done, so that after a crash it is found out by reading what became of it, and not done again.
/// </summary>
[GrainType(ActionGateGrain.Kind), Reentrant]
public sealed partial class ActionGateGrain(
    [PersistentState("action-gate", LedgerState.Storage)] IPersistentState<Kept<ActionGateState>> kept, ActionCases cases, IWorkspaceClusters all,
    IActionReads reads, TimeProvider clock)
    : Grain, IActionGateGrain, IAlarmTargetGrain, IDisposable
{
    internal const string Kind = "action-gate";

    private const string Reconcile = "reconcile:", Verify = "verify:", Tell = "tell:";

    private static readonly TimeSpan LongestCall = SettlingRules.LongestAttempt, LookAgain = TimeSpan.FromSeconds(15);

    private readonly GateStore store = new(kept);

    /// <summary>Actions that this activation is carrying out. One that is not among them, and is in the state, was left behind by a crash.</summary>
    private readonly HashSet<string> running = [];

    private readonly HashSet<string> keys = [];

    private string workspace = "";
    private IClusterGateway clusters = null!;
    private ProviderCalls calls = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (workspace, _) = GrainKeys.Parse(this.GetPrimaryKeyString());
        clusters = all.Gateway(workspace);
        calls = new(workspace, cases, clusters, clock);
        return Task.CompletedTask;
    }

    public void Dispose() => store.Dispose();

    public async Task<ActionAnswer> AttemptAsync(ActionAttempt attempt)
    {
        if (attempt.IdempotencyKey is not { } key) return await TryAsync(attempt);
        if (await RepeatAsync(key, attempt) is { } before) return before;
        if (!keys.Add(key)) return ActionOutcomes.Busy("The same request is under way.");
        try
        {
            return await TryAsync(attempt);
        }
        finally
        {
            keys.Remove(key);
        }
    }

    public async Task<ActionAnswer?> SettleAsync(ActionAttempt attempt) =>
        attempt.IdempotencyKey is not { } key ? null
        : keys.Contains(key) ? ActionOutcomes.Busy("The same request is under way.")
        : await RepeatAsync(key, attempt);

    public async Task<AlarmAnswer> OnAlarmAsync(DueAlarm alarm)
    {
        var fired = alarm.Fired();
        try
        {
            if (alarm.Name.StartsWith(Verify, StringComparison.Ordinal)) await VerifyAsync(alarm.Name[Verify.Length..], fired);
            else if (alarm.Name.StartsWith(Tell, StringComparison.Ordinal)) await TellAsync(alarm.Name[Tell.Length..], fired);
            else await ReconcileAsync(alarm.Name[Reconcile.Length..], fired);
            return AlarmAnswer.Settled;
        }
        catch (InconsistentStateException)
        {
            // Somebody else has acted on it. If the alarm still stands, it is called again.
            return AlarmAnswer.Settled;
        }
    }

    /// <param name="attempt">What is asked.</param>
    /// <param name="isSettled">What a crash left behind on the workload has been found out already, as far as it can be.</param>
    private async Task<ActionAnswer> TryAsync(ActionAttempt attempt, bool isSettled = false)
    {
        using var limit = new CancellationTokenSource(LongestCall, clock);
        var given = await cases.ReadAsync(workspace, attempt, limit.Token);
        var (decision, permitted) = PermittedAction.Ask(given);
        var entry = new ActionEntry
        {
            Attempt = attempt,
            At = given.Now,
            Workload = new CaseView(given).Workload,
            Answer = new()
            {
                Id = NewIds.Action(given.Now), Status = ActionStatus.Started, Message = decision.Preview, Decision = decision,
                PolicyRevision = given.Policies.Value?.Revision ?? "",
            },
        };
        // While one is under way it counts against the limits already; that it is under way says more.
        var mayStart = !attempt.IsDryRun && decision.Code is (null or RefusalCode.Cooldown or RefusalCode.RateLimited);
        if (mayStart && await HolderAsync(entry.Workload) is { } holder)
        {
            if (isSettled || running.Contains(holder))
                return await EndAsync(ActionOutcomes.Refused(entry, RefusalCode.ActionInProgress, "Another action is under way on this workload."));
            await ReconcileAsync(holder, null);
            return await TryAsync(attempt, isSettled: true);
        }
        if (attempt.IsDryRun) return await EndAsync(await DryRunAsync(entry, decision, permitted, limit.Token));
        if (decision.IsNoOp) return await EndAsync(ActionOutcomes.With(entry, ActionStatus.NoOp, string.Join(" ", decision.Notes)));
        if (decision.Code is not null) return await EndAsync(ActionOutcomes.Denied(entry, decision));
        if (attempt.Request.Action is ActionName.SuggestConfigFix) return await EndAsync(ActionOutcomes.Suggested(entry, ActionStatus.Success));
        return permitted is null || entry.Workload is not { } workload
            ? await EndAsync(ActionOutcomes.With(entry, ActionStatus.Failed, "There is nothing that a provider could do."))
            : await ExecuteAsync(entry, given, workload, limit.Token);
    }

    private async Task<ActionEntry> DryRunAsync(ActionEntry entry, ActionDecision decision, PermittedAction? permitted,
        CancellationToken cancellation)
    {
        if (entry.Attempt.Request.Action is ActionName.SuggestConfigFix) entry = ActionOutcomes.Suggested(entry, ActionStatus.DryRun);
        var result = permitted is null ? null : await clusters.ActAsync(permitted, cancellation);
        var answer = entry.Answer with { Status = ActionStatus.DryRun, Message = decision.Preview, Code = decision.Code, Result = result };
        return entry with { Answer = answer, FinishedAt = clock.GetUtcNow() };
    }

    private async Task<ActionAnswer> ExecuteAsync(ActionEntry entry, ActionCase given, string workload, CancellationToken cancellation)
    {
        running.Add(entry.Answer.Id);
        try
        {
            var (begun, permitted) = await BeginAsync(entry, given, workload);
            if (permitted is null) return await EndAsync(begun);
            // Other gates of the workspace may have begun something meanwhile. Both see it now, so that limits hold over all of them.
            var late = ActionGuard.Decide(ActionOutcomes.Without(begun, await cases.RefreshAsync(workspace, given)));
            if (late.Code is not null) return await FinishAsync(ActionOutcomes.Came(begun, null, late, clock.GetUtcNow()), workload);
            var (result, decision) = await calls.ActAsync(given, begun.Answer.Decision!, permitted, cancellation);
            if (result?.Outcome is ProviderOutcome.Unknown)
                result = SettlingRules.Found(await calls.FindOutNowAsync(permitted.Plan, cancellation) ?? result, clock.GetUtcNow() - begun.At);
            return await FinishAsync(ActionOutcomes.Came(begun, result, decision, clock.GetUtcNow()), workload);
        }
        finally
        {
            running.Remove(entry.Answer.Id);
        }
    }

    /// <summary>
    /// Takes the workload and writes the log, in one commit. The guard is asked once more, with what was executed while this attempt was being
    /// decided.
    /// </summary>
    private async Task<(ActionEntry Entry, PermittedAction? Permitted)> BeginAsync(ActionEntry entry, ActionCase given, string workload)
    {
        PermittedAction? permitted = null;
        var tried = entry;
        await store.ChangeAsync(async state =>
        {
            // It may run a second time, on fresh state.
            (permitted, entry) = (null, tried);
            if (state.Flights.ContainsKey(workload))
            {
                entry = ActionOutcomes.Refused(entry, RefusalCode.ActionInProgress, "Another action is under way on this workload.");
                return null;
            }
            if (entry.Attempt is { Caller.IsUnattended: true, Grant: null } && state.Doubtful.GetValueOrDefault(workload) is { } doubt)
            {
                entry = ActionOutcomes.Refused(
                    entry, RefusalCode.Breaker, $"Nobody knows what became of {doubt} on this workload; a person acts there first.");
                return null;
            }
            var (decision, again) = PermittedAction.Ask(await cases.RefreshAsync(workspace, given));
            entry = entry with { Answer = entry.Answer with { Decision = decision } };
            if (again is null)
            {
                entry = decision.Code is null ? ActionOutcomes.With(entry, ActionStatus.NoOp, string.Join(" ", decision.Notes))
                    : ActionOutcomes.Denied(entry, decision);
                return null;
            }
            permitted = again;
            entry = entry with { IsExecuted = true };
            var next = state with { Flights = state.Flights.Add(workload, entry), Doubtful = state.Doubtful.Remove(workload) };
            var due = (clock.GetUtcNow() + LongestCall).ToUnixTimeMilliseconds();
            var facts = ActionRecords.Begun(workspace, entry) with { Alarms = [new AlarmSet(Reconcile + entry.Answer.Id, due)] };
            return new(next.Remember(entry.Attempt.IdempotencyKey, entry.Answer.Id, ActionRecords.Hash(entry.Attempt), entry.At), facts);
        });
        return (entry, permitted);
    }

    /// <summary>Gives the workload back, if it is this action that holds it, and writes what came of it.</summary>
    private async Task<ActionAnswer> FinishAsync(ActionEntry entry, string workload, AlarmFired? fired = null)
    {
        var (id, now) = (entry.Answer.Id, clock.GetUtcNow());
        await store.ChangeAsync(state =>
        {
            if (!state.Flights.TryGetValue(workload, out var holder) || holder.Answer.Id != id)
                return fired is null ? null : new GateChange(state, new() { Alarms = [fired] });
            var alarms = ImmutableArray.CreateBuilder<AlarmChange>();
            if (fired is not null) alarms.Add(fired);
            if (entry is { Answer.Status: ActionStatus.Unknown, FinishedAt: null })
            {
                var pause = SettlingRules.NextLook(now - entry.At) ?? LookAgain;
                alarms.Add(new AlarmSet(Reconcile + id, (now + pause).ToUnixTimeMilliseconds()));
                var waiting = state with { Flights = state.Flights.SetItem(workload, entry) };
                return new GateChange(waiting, new() { Alarms = alarms.ToImmutable() });
            }
            if (fired is null) alarms.Add(new AlarmClear(Reconcile + id));
            var next = state with { Flights = state.Flights.Remove(workload) };
            if (entry.IsGivenUp)
            {
                next = next with { Doubtful = next.Doubtful.SetItem(workload, id) };
                if (entry.Attempt.IncidentId is not null) alarms.Add(new AlarmSet(Tell + id, now.ToUnixTimeMilliseconds()));
            }
            if (entry.Answer.Status is ActionStatus.Success or ActionStatus.Unknown)
            {
                var overtaken = next.Watched.Where(watched => watched.Value.Workload == workload).Select(watched => watched.Key).ToList();
                next = next with { Watched = next.Watched.RemoveRange(overtaken) };
                alarms.AddRange(overtaken.Select(older => new AlarmClear(Verify + older)));
            }
            // What was not done may be tried again under the same key.
            if (!entry.IsExecuted) next = next.Forget(entry.Attempt.IdempotencyKey);
            if (entry.Answer.Status is ActionStatus.Success)
            {
                next = next with { Watched = next.Watched.SetItem(id, entry) };
                alarms.Add(new AlarmSet(Verify + id, (now + VerificationRules.After).ToUnixTimeMilliseconds()));
            }
            return new GateChange(next, ActionRecords.Ended(workspace, entry, now, alarms.ToImmutable()));
        });
        return entry.Answer with { IsAskedAgain = ActionOutcomes.IsAskedAgain(entry, now) };
    }

    /// <summary>Writes an attempt that no provider was called for, unless nothing is decided on it yet.</summary>
    private async Task<ActionAnswer> EndAsync(ActionEntry entry)
    {
        var now = clock.GetUtcNow();
        if (ActionOutcomes.IsAskedAgain(entry, now)) return entry.Answer with { Id = "", IsAskedAgain = true };
        var ended = entry with { FinishedAt = now };
        await store.ChangeAsync(state => new GateChange(
            // A refusal may be gone next time.
            entry.Answer.Status is ActionStatus.Denied ? state
                : state.Remember(entry.Attempt.IdempotencyKey, entry.Answer.Id, ActionRecords.Hash(entry.Attempt), entry.At),
            ActionRecords.Ended(workspace, ended, now)));
        return ended.Answer;
    }

    private async Task VerifyAsync(string id, AlarmFired fired)
    {
        var known = await store.ReadAsync();
        if (known.Watched.GetValueOrDefault(id) is not { Answer.Decision.Plan: { } plan } watched)
        {
            await store.ChangeAsync(state => new GateChange(state, new() { Alarms = [fired] }));
            return;
        }
        // What one would see now may be the doing of the action that is under way.
        if (known.Flights.ContainsKey(watched.Workload!))
        {
            var later = (clock.GetUtcNow() + SettlingRules.MayHappenFor).ToUnixTimeMilliseconds();
            await store.ChangeAsync(state => new GateChange(state, new() { Alarms = [fired, new AlarmSet(Verify + id, later)] }));
            return;
        }
        using var limit = new CancellationTokenSource(LongestCall, clock);
        var seen = await calls.LookAsync(plan, watched.At, limit.Token);
        var now = clock.GetUtcNow();
        var entry = watched with { Verification = seen, VerifiedAt = now };
        ImmutableArray<AlarmChange> alarms = [fired];
        // No data is no success: people hear of that too.
        if (seen.Verified is not true && entry.Attempt.IncidentId is not null)
            alarms = alarms.Add(new AlarmSet(Tell + id, now.ToUnixTimeMilliseconds()));
        await store.ChangeAsync(state => new GateChange(
            state with { Watched = state.Watched.Remove(id) }, ActionRecords.Verified(workspace, entry, now, alarms)));
    }

    /// <summary>Those who have the incident hear that it has not helped, or may not have been done; told twice, they hear it once.</summary>
    private async Task TellAsync(string id, AlarmFired fired)
    {
        if (await reads.FindAsync(workspace, id) is { Length: > 2 } text && FixNotices.Of(DocumentText.Read<ActionEntry>(text)) is { } found)
            await GrainFactory.GetGrain<IIncidentGrain>(GrainKeys.Incident(workspace, found.IncidentId)).FixFailedAsync(found.Notice);
        await store.ChangeAsync(state => new GateChange(state, new() { Alarms = [fired] }));
    }
}
