using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>The scale subresource of deployments, replica sets and stateful sets.</summary>
internal static class Scales
{
    public static bool Has(ResourceKind kind) => kind.Kind is "Deployment" or "ReplicaSet" or "StatefulSet";

    public static JsonObject Of(JsonObject workload) => KubeJson.Of(new
    {
        kind = "Scale",
        apiVersion = "autoscaling/v1",
        metadata = new
        {
            name = workload.Name(),
            @namespace = workload.Namespace(),
            uid = workload.Uid(),
            resourceVersion = workload.ResourceVersion(),
            creationTimestamp = KubeJson.Text(workload.Meta()["creationTimestamp"]),
        },
        spec = new { replicas = KubeJson.Whole(workload.Spec()["replicas"], 1) },
        status = new { replicas = KubeJson.Whole(workload["status"]?["replicas"]) },
    });

    /// <param name="store">Where it is.</param>
    /// <param name="kind">Of the workload.</param>
    /// <param name="workload">What is scaled.</param>
    /// <param name="scale">The scale as it shall be: whole, or with a patch in it.</param>
    /// <param name="dryRun">Nothing is kept.</param>
    public static JsonObject Set(ObjectStore store, ResourceKind kind, JsonObject workload, JsonObject scale, bool dryRun)
    {
        if (KubeJson.Text(scale["metadata"]?["uid"]) is { Length: > 0 } uid && uid != workload.Uid())
        {
            throw StatusException.Conflict(kind, workload.Name(),
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {workload.Uid()}");
        }
        if (KubeJson.Text(scale["metadata"]?["resourceVersion"]) is { Length: > 0 } version && version != workload.ResourceVersion())
            throw Stale(kind, workload.Name());
        var replicas = KubeJson.Whole(scale["spec"]?["replicas"], -1);
        if (replicas < 0) throw StatusException.Invalid("spec.replicas: Invalid value: must be greater than or equal to 0");
        var target = dryRun ? workload.Copy() : workload;
        if (dryRun) target.Spec()["replicas"] = replicas;
        else store.Change(workload, one => one.Spec()["replicas"] = replicas);
        return Of(target);
    }

    public static StatusException Stale(ResourceKind kind, string name) => StatusException.Conflict(kind, name,
        "the object has been modified; please apply your changes to the latest version and try again");
}
