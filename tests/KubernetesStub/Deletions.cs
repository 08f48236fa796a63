using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>DELETE of one object.</summary>
internal static class Deletions
{
    public static JsonObject Delete(ObjectStore store, ResourceKind kind, JsonObject one, JsonObject? options, bool dryRun)
    {
        CheckPreconditions(kind, one, options);
        var grace = kind.Kind is "Pod" ? KubeJson.Whole(options?["gracePeriodSeconds"], Grace(one)) : 0;
        var answer = one.Copy();
        if (!dryRun)
        {
            store.Delete(one, grace);
            answer = one.Copy();
        }
        return answer;
    }

    public static void CheckPreconditions(ResourceKind kind, JsonObject one, JsonObject? options)
    {
        if (KubeJson.Text(options?["preconditions"]?["uid"]) is { } uid && uid != one.Uid())
        {
            throw StatusException.Conflict(kind, one.Name(),
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {one.Uid()}");
        }
        if (KubeJson.Text(options?["preconditions"]?["resourceVersion"]) is { } version && version != one.ResourceVersion())
        {
            throw StatusException.Conflict(kind, one.Name(),
                $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {one.ResourceVersion()}");
        }
    }

    /// <summary>A pod that no kubelet has yet goes at once.</summary>
    public static int Grace(JsonObject pod) =>
        KubeJson.Text(pod["spec"]?["nodeName"]) is { Length: > 0 } ? KubeJson.Whole(pod["spec"]?["terminationGracePeriodSeconds"], 30) : 0;
}
