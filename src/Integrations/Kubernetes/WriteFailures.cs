using AiSre.Domain.Actions;
using AiSre.Domain.Kubernetes;
using k8s;

namespace AiSre.Integrations.Kubernetes;

/// <summary>What a write that was not answered with yes means.</summary>
internal static class WriteFailures
{
    private const string BudgetCause = "DisruptionBudget";

    public static async Task<ProviderResult> ResultAsync(
        ClusterConnection cluster, ApiFailure failure, ObjectRef target, string what, CancellationToken cancellation)
    {
        var said = $"{cluster.Name} did not act on {what}: {failure.Text}";
        if (failure.Kind is FailureKind.Unanswered || IsInDoubt(failure))
            return ProviderResult.Unknown($"{cluster.Name} may have acted on {what}: {failure.Text}");
        if (failure.Kind is not FailureKind.Answered) return ProviderResult.Failed(said);
        return failure.Code switch
        {
            404 => ProviderResult.NotFound($"There is no {what} (any more)."),
            409 => await ConflictAsync(cluster, failure, target, what, cancellation),
            422 when await HasOtherUidAsync(cluster, target, cancellation) is true => Changed(what),
            429 when failure.HasCause(BudgetCause) => ProviderResult.PdbBlocked(Budget(failure), failure.RetryAfter),
            429 => ProviderResult.Throttled(said, failure.RetryAfter),
            500 when target.Kind is "Pod" => await SeveralBudgetsAsync(cluster, target, cancellation) ?? ProviderResult.Failed(said),
            _ => ProviderResult.Failed(said),
        };
    }

    /// <summary>
    /// An answer that is not the API server's own, or that says that its storage or a server behind it did not answer in time: the write may still be
    /// carried out. A webhook that does not answer comes before the write.
    /// </summary>
    private static bool IsInDoubt(ApiFailure failure) => failure.Kind is FailureKind.Answered && failure.Code >= 500
        && !failure.Text.Contains("webhook", StringComparison.OrdinalIgnoreCase)
        && (failure.Code is 502 or 504 || failure.Status is null
            || failure.Text.Contains("etcdserver", StringComparison.OrdinalIgnoreCase)
            || failure.Text.Contains("timed out", StringComparison.OrdinalIgnoreCase));

    /// <summary>Another object of that name, or the same that has changed: reading tells, and the message only where reading fails.</summary>
    private static async Task<ProviderResult> ConflictAsync(
        ClusterConnection cluster, ApiFailure failure, ObjectRef target, string what, CancellationToken cancellation)
    {
        var other = await HasOtherUidAsync(cluster, target, cancellation)
            ?? (failure.Text.Contains("Precondition failed", StringComparison.Ordinal) && failure.Text.Contains("UID", StringComparison.Ordinal));
        return other ? Changed(what) : ProviderResult.Stale($"{what} has changed since it was looked at: {failure.Text}");
    }

    private static ProviderResult Changed(string what) =>
        ProviderResult.TargetChanged($"Target changed: the {what} is not the one that this was decided for.");

    /// <summary>Null: it could not be read.</summary>
    private static async Task<bool?> HasOtherUidAsync(ClusterConnection cluster, ObjectRef target, CancellationToken cancellation)
    {
        var (ns, name) = (target.Namespace, target.Name);
        try
        {
            var meta = await cluster.FindAsync("read it again", async (api, call) => target.Kind is "Pod"
                ? (await api.CoreV1.ReadNamespacedPodAsync(name, ns, cancellationToken: call)).Metadata
                : (await api.AppsV1.ReadNamespacedDeploymentAsync(name, ns, cancellationToken: call)).Metadata, cancellation);
            return meta.IsKnown ? meta.Value?.Uid != target.Uid : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static string Budget(ApiFailure failure) =>
        OneLine.Of(failure.Status?.Details?.Causes?.FirstOrDefault(cause => cause.Reason == BudgetCause)?.Message is { Length: > 0 } cause
            ? $"{failure.Status.Message} {cause}" : failure.Status?.Message);

    /// <summary>The API server does not evict a pod that several budgets select, and names none of them. Null: that is not it.</summary>
    private static async Task<ProviderResult?> SeveralBudgetsAsync(ClusterConnection cluster, ObjectRef pod, CancellationToken cancellation)
    {
        try
        {
            var facts = await new TargetReader(cluster).PodAsync(pod.Namespace, pod.Name, cancellation);
            return facts.Budgets.Value is { Length: > 1 } budgets
                ? ProviderResult.Failed($"Pod {pod.Name} in namespace {pod.Namespace} is selected by {budgets.Length} PodDisruptionBudgets "
                    + $"({string.Join(", ", budgets.Select(budget => budget.Name).Order(StringComparer.Ordinal))}), and Kubernetes evicts no such "
                    + "pod: this is a misconfiguration, one of them must go.")
                : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
