using AiSre.Domain.Actions;
using AiSre.Grains.Holds;
using Orleans.Concurrency;

namespace AiSre.Grains.Actions;

/// <summary>
/// Names the gate by the cluster that is meant, so that one workload never has two. Whoever waits for a cluster here keeps nobody else waiting.
/// </summary>
[GrainType("actions"), StatelessWorker, Reentrant]
public sealed class ActionsGrain(IWorkspaceClusters clusters, WorkspaceHolds holds, TimeProvider clock) : Grain, IActions
{
    public async Task<ActionAnswer> AttemptAsync(string workspace, ActionAttempt attempt) => await holds.OfAsync(workspace) is { } held
        ? ActionOutcomes.Held(held)
        : await Gate(workspace, attempt.Request).AttemptAsync(attempt);

    public Task<ActionAnswer?> SettleAsync(string workspace, ActionAttempt attempt) => Gate(workspace, attempt.Request).SettleAsync(attempt);

    public async Task<AskedApproval> AskAsync(string workspace, ActionAttempt attempt)
    {
        var answer = await AttemptAsync(workspace, attempt with { Grant = null });
        if (answer is not { Code: RefusalCode.ApprovalRequired, Decision: { } decision }) return new(answer, null);
        var key = GrainKeys.Approval(workspace, NewIds.Approval(clock.GetUtcNow()));
        return new(answer, await GrainFactory.GetGrain<IApprovalGrain>(key).AskAsync(attempt, decision, answer.PolicyRevision));
    }

    private IActionGateGrain Gate(string workspace, ActionRequest request)
    {
        // Nonsense makes no gate of its own; the guard says what is wrong with it.
        var inNamespace = KubernetesNames.IsLabel(request.Namespace) ? request.Namespace : "";
        var cluster = clusters.Gateway(workspace).Resolve(request.Cluster);
        return GrainFactory.GetGrain<IActionGateGrain>(GrainKeys.ActionGate(workspace, cluster, inNamespace));
    }
}
