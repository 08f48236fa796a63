using System.Globalization;
using AiSre.Domain.Actions;
using AiSre.Domain.Kubernetes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>
/// The two things that are done to a cluster. Each is one write with the target's UID as its precondition, and is never tried again here: whether
/// that is right, the guard decides anew.
/// </summary>
internal sealed class ClusterActions(ClusterConnection cluster)
{
    private const string AllStages = "All";

    public Task<ProviderResult> RestartAsync(ObjectRef pod, bool forced, bool dryRun, CancellationToken cancellation)
    {
        var options = new V1DeleteOptions
        {
            Preconditions = new V1Preconditions { Uid = pod.Uid },
            DryRun = dryRun ? [AllStages] : null,
        };
        var stages = dryRun ? AllStages : null;
        var done = forced ? "Deleted" : "Evicted";
        return WriteAsync(pod, dryRun ? $"Would {(forced ? "delete" : "evict")}" : done, (api, call) => forced
            ? api.CoreV1.DeleteNamespacedPodAsync(pod.Name, pod.Namespace, options, dryRun: stages, cancellationToken: call)
            : api.CoreV1.CreateNamespacedPodEvictionAsync(new V1Eviction
            {
                ApiVersion = "policy/v1",
                Kind = "Eviction",
                Metadata = new V1ObjectMeta { Name = pod.Name, NamespaceProperty = pod.Namespace },
                DeleteOptions = options,
            }, pod.Name, pod.Namespace, dryRun: stages, cancellationToken: call), cancellation);
    }

    /// <param name="resourceVersion">What the plan was made for; null: whatever is there.</param>
    public Task<ProviderResult> ScaleAsync(ObjectRef deployment, string? resourceVersion, int replicas, bool dryRun, CancellationToken cancellation)
    {
        var scale = new ScalePatch(new(deployment.Uid, resourceVersion), new(replicas));
        var patch = new V1Patch(scale, V1Patch.PatchType.MergePatch);
        var to = replicas.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(deployment, dryRun ? $"Would scale to {to}" : $"Scaled to {to}", (api, call) =>
            api.AppsV1.PatchNamespacedDeploymentScaleAsync(patch, deployment.Name, deployment.Namespace,
                dryRun: dryRun ? AllStages : null, cancellationToken: call), cancellation);
    }

    private async Task<ProviderResult> WriteAsync(
        ObjectRef target, string done, Func<IKubernetes, CancellationToken, Task> write, CancellationToken cancellation)
    {
        var what = $"{target.Kind.ToLowerInvariant()} {target.Name} in namespace {target.Namespace}";
        if (cancellation.IsCancellationRequested) return ProviderResult.Failed("Nothing was sent: the step's time was over.");
        try
        {
            await cluster.CallAsync(cluster.Limits.Write, async (api, call) =>
            {
                await write(api, call);
                return true;
            }, cancellation);
            return ProviderResult.Succeeded($"{done}: {what}");
        }
        catch (OperationCanceledException)
        {
            return ProviderResult.Unknown($"The step's time was over before {cluster.Name} answered for {what}; it may have happened.");
        }
        catch (ApiFailureException exception) when (exception.Failure.Kind is FailureKind.Unreadable)
        {
            // An eviction answers with a Status where the published schema has an Eviction, so what cannot be read of a yes is still one.
            return ProviderResult.Succeeded($"{done}: {what}");
        }
        catch (ApiFailureException exception)
        {
            return await WriteFailures.ResultAsync(cluster, exception.Failure, target, what, cancellation);
        }
    }

    /// <summary>Of the scale subresource; a UID or version that does not hold is a conflict.</summary>
    private sealed record ScalePatch(
        [property: System.Text.Json.Serialization.JsonPropertyName("metadata")] ScaleMeta Metadata,
        [property: System.Text.Json.Serialization.JsonPropertyName("spec")] ScaleSpec Spec);

    private sealed record ScaleMeta(
        [property: System.Text.Json.Serialization.JsonPropertyName("uid")] string Uid,
        [property: System.Text.Json.Serialization.JsonPropertyName("resourceVersion")] string? ResourceVersion);

    private sealed record ScaleSpec([property: System.Text.Json.Serialization.JsonPropertyName("replicas")] int Replicas);
}
