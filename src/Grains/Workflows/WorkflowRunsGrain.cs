using System.Collections.Immutable;
using AiSre.Domain.Workflows.Runs;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Workflows;

/// <summary>
/// A run is in the list before it is begun and goes after its end: whatever breaks in between, none is overlooked. What may be over for long without
/// the list's knowing is asked before anybody is refused because of it.
/// </summary>
[GrainType(WorkflowRunsGrain.Kind), RandomPlacement]
public sealed class WorkflowRunsGrain(
    [PersistentState("runs", LedgerState.Storage)] IPersistentState<Kept<LiveRunsState>> store, TimeProvider clock) : Grain, IWorkflowRunsGrain
{
    /// <summary>The grain's type.</summary>
    public const string Kind = "workflow-runs";

    public const int MostLive = 20;

    /// <summary>So long a run may be in the list without having begun.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromMinutes(1);

    private string Workspace => this.GetPrimaryKeyString();

    public async Task<StartedRun> StartAsync(RunOrder order)
    {
        var runId = NewIds.Run(clock.GetUtcNow());
        var (refusal, other) = await store.RetryOnConflictAsync(() => EnterAsync(runId, order));
        if (refusal is not StartResult.Started) return new(refusal, null, other);
        return new(StartResult.Started, await Run(runId).StartAsync(order));
    }

    public Task EndedAsync(string runId) => store.RetryOnConflictAsync(async () =>
    {
        var live = await LiveAsync();
        var left = live.RemoveAll(run => run.RunId == runId);
        return left.Length < live.Length && await store.CommitAsync(new LiveRunsState { Runs = left }, LedgerFacts.None);
    });

    private async Task<(StartResult Result, string? Other)> EnterAsync(string runId, RunOrder order)
    {
        var live = await LiveAsync();
        if (Refusal(live, order) is not null) live = await StillLiveAsync(live);
        if (Refusal(live, order) is { } refusal) return refusal;
        var entry = new LiveRun(runId, order.Definition.Id, order.Target.Key, clock.GetUtcNow());
        await store.CommitAsync(new LiveRunsState { Runs = live.Add(entry) }, LedgerFacts.None);
        return (StartResult.Started, null);
    }

    private static (StartResult, string?)? Refusal(ImmutableArray<LiveRun> live, RunOrder order)
    {
        if (live.FirstOrDefault(run => run.WorkflowId == order.Definition.Id && run.Target == order.Target.Key) is { } same)
            return (StartResult.LivesAlready, same.RunId);
        return live.Length >= MostLive ? (StartResult.TooMany, null) : null;
    }

    private async Task<ImmutableArray<LiveRun>> StillLiveAsync(ImmutableArray<LiveRun> live)
    {
        var since = clock.GetUtcNow() - Beginning;
        var runs = await Task.WhenAll(live.Select(async entry => (entry, run: await Run(entry.RunId).GetAsync())));
        return [.. runs.Where(pair => pair.run is { IsOver: false } || (pair.run is null && pair.entry.At > since)).Select(pair => pair.entry)];
    }

    private async ValueTask<ImmutableArray<LiveRun>> LiveAsync() => (await store.ReadAsync())?.Runs ?? [];

    private IWorkflowRunGrain Run(string runId) => GrainFactory.GetGrain<IWorkflowRunGrain>(GrainKeys.WorkflowRun(Workspace, runId));
}
