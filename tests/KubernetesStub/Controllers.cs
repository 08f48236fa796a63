using System.Globalization;
using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>The controllers, run after every write until nothing changes: they see to it that what is wanted is there.</summary>
internal sealed class Controllers(ObjectStore store, StubSettings settings)
{
    private int names;

    /// <summary>Pods that are not ready yet come one step nearer to it.</summary>
    public void Step()
    {
        foreach (var pod in store.All("Pod"))
        {
            if (KubeJson.Text(pod.Meta()["annotations"]?["stub/steps"]) is not { } left) continue;
            var steps = int.Parse(left, CultureInfo.InvariantCulture) - 1;
            store.Change(pod, one =>
            {
                one.Meta()["annotations"]!["stub/steps"] = steps.ToString(CultureInfo.InvariantCulture);
                if (steps > 0) return;
                one.Meta()["annotations"]!.AsObject().Remove("stub/steps");
                PodSamples.MakeReady(one, true);
            });
        }
    }

    /// <param name="ns">Where something was written; empty: what belongs to no namespace, which may concern all of them.</param>
    public void Run(string ns = "")
    {
        for (var (rounds, before) = (0, ""); before != store.Version && rounds < 20; rounds++)
        {
            before = store.Version;
            if (!settings.ControllersRun) break;
            if (settings.KubeletsAnswer) EndPods(ns);
            CollectOrphans(ns);
            foreach (var deployment in store.All("Deployment", ns)) Deployment(deployment);
            foreach (var set in store.All("ReplicaSet", ns)) ReplicaSet(set);
            foreach (var set in store.All("StatefulSet", ns)) StatefulSet(set);
            foreach (var set in store.All("DaemonSet", ns)) DaemonSet(set);
            foreach (var budget in store.All("PodDisruptionBudget", ns)) Budget(budget);
        }
    }

    private void EndPods(string ns)
    {
        foreach (var pod in store.All("Pod", ns).Where(pod => pod.IsTerminating())) store.Delete(pod, 0);
    }

    /// <summary>What a controller of these kinds owned goes with it.</summary>
    private void CollectOrphans(string ns)
    {
        foreach (var one in store.All("ReplicaSet", ns).Concat(store.All("Pod", ns)))
        {
            if (Owner(one) is not { } owner) continue;
            if (KubeJson.Text(owner["kind"]) is not ("Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet")) continue;
            var kind = ResourceKind.Of(KubeJson.Text(owner["kind"])!);
            if (store.Find(kind, one.Namespace(), KubeJson.Text(owner["name"])!)?.Uid() != KubeJson.Text(owner["uid"])) store.Delete(one, 0);
        }
    }

    private void Deployment(JsonObject deployment)
    {
        var name = $"{deployment.Name()}-{Hash(deployment.Spec()["template"])}";
        var sets = Owned("ReplicaSet", deployment).ToList();
        var wanted = KubeJson.Whole(deployment.Spec()["replicas"], 1);
        var newest = sets.Find(set => set.Name() == name);
        var isPaused = KubeJson.Text(deployment.Spec()["paused"]) is "true";
        if (newest is null && (!isPaused || sets.Count == 0)) newest = MakeReplicaSet(deployment, name, wanted, sets.Count + 1);
        foreach (var set in sets.Where(_ => newest is not null))
        {
            var replicas = set.Uid() == newest!.Uid() ? wanted : isPaused ? KubeJson.Whole(set.Spec()["replicas"]) : 0;
            store.Change(set, one => one.Spec()["replicas"] = replicas);
        }
        var current = newest ?? sets.MaxBy(set => KubeJson.Whole(set.Meta()["annotations"]?[Revision]))!;
        var pods = Owned("ReplicaSet", deployment).SelectMany(set => Owned("Pod", set)).Where(pod => !pod.IsTerminating()).ToList();
        var updated = pods.Where(pod => KubeJson.Text(Owner(pod)?["uid"]) == current.Uid()).ToList();
        store.Change(deployment, one =>
        {
            if (one.Meta()["annotations"] is not JsonObject annotations) one.Meta()["annotations"] = annotations = [];
            annotations[Revision] = KubeJson.Text(current.Meta()["annotations"]?[Revision]);
            Count(one, pods);
            one.Status()["updatedReplicas"] = updated.Count;
            one.Status()["availableReplicas"] = Ready(pods);
            // A rollout is over when all of its pods were there once; what becomes unready afterwards does not begin it again.
            var isOver = Ready(updated) >= wanted || (Progress(one) is "NewReplicaSetAvailable" && pods.Count == updated.Count
                && KubeJson.Text(one.Meta()["annotations"]?["stub/rolled"]) == current.Name());
            if (isOver) annotations["stub/rolled"] = current.Name();
            Conditions.Set(one, "Progressing", true, isOver ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
        });
    }

    private JsonObject MakeReplicaSet(JsonObject deployment, string name, int replicas, int revision)
    {
        var set = KubeJson.Of(new
        {
            kind = "ReplicaSet",
            metadata = new { name, @namespace = deployment.Namespace() },
            spec = new { replicas },
        });
        set.Meta()["labels"] = deployment.Spec()["template"]?["metadata"]?["labels"]?.DeepClone();
        set.Meta()["annotations"] = new JsonObject { [Revision] = revision.ToString(CultureInfo.InvariantCulture) };
        set.Meta()["ownerReferences"] = Owners(deployment);
        set.Spec()["selector"] = deployment.Spec()["selector"]?.DeepClone();
        set.Spec()["template"] = deployment.Spec()["template"]?.DeepClone();
        return store.Create(set);
    }

    private void ReplicaSet(JsonObject set)
    {
        var pods = Owned("Pod", set).Where(pod => !pod.IsTerminating()).ToList();
        var wanted = KubeJson.Whole(set.Spec()["replicas"], 1);
        for (var missing = wanted - pods.Count; missing > 0; missing--)
            if (MakePod(set, $"{set.Name()}-{Suffix(++names)}", []) is { } pod) pods.Add(pod);
        // The unready ones first, as Kubernetes does.
        foreach (var extra in pods.OrderBy(pod => Conditions.Is(pod, "Ready")).Take(Math.Max(0, pods.Count - wanted)).ToList())
        {
            store.Delete(extra, 30);
            pods.Remove(extra);
        }
        store.Change(set, one => Count(one, pods));
    }

    private void StatefulSet(JsonObject set)
    {
        var wanted = KubeJson.Whole(set.Spec()["replicas"], 1);
        var revision = $"{set.Name()}-{Hash(set.Spec()["template"])}";
        // An ordinal comes back only when the pod that has its name is gone.
        for (var ordinal = 0; ordinal < wanted; ordinal++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{set.Name()}-{ordinal}");
            if (store.Find(ResourceKind.Of("Pod"), set.Namespace(), name) is null)
                MakePod(set, name, new() { ["controller-revision-hash"] = revision });
        }
        foreach (var pod in Owned("Pod", set).Where(pod => !pod.IsTerminating()))
            if (int.Parse(pod.Name().Split('-')[^1], CultureInfo.InvariantCulture) >= wanted) store.Delete(pod, 30);
        var pods = Owned("Pod", set).Where(pod => !pod.IsTerminating()).ToList();
        store.Change(set, one =>
        {
            Count(one, pods);
            var status = one.Status();
            status["currentRevision"] ??= revision;
            status["updateRevision"] = revision;
            var updated = pods.Count(pod => KubeJson.Text(pod.Meta()["labels"]?["controller-revision-hash"]) == revision);
            status["updatedReplicas"] = updated;
            if (updated == wanted) status["currentRevision"] = revision;
        });
    }

    private void DaemonSet(JsonObject set)
    {
        var pods = Owned("Pod", set).Where(pod => !pod.IsTerminating()).ToList();
        foreach (var node in store.All("Node").Where(node => pods.TrueForAll(pod => KubeJson.Text(pod.Spec()["nodeName"]) != node.Name())))
            if (MakePod(set, $"{set.Name()}-{Suffix(++names)}", [], node.Name()) is { } pod) pods.Add(pod);
        store.Change(set, one =>
        {
            var status = one.Status();
            foreach (var count in new[] { "desiredNumberScheduled", "currentNumberScheduled", "updatedNumberScheduled" }) status[count] = pods.Count;
            status["numberReady"] = Ready(pods);
            status["observedGeneration"] = KubeJson.Whole(one.Meta()["generation"]);
        });
    }

    private void Budget(JsonObject budget)
    {
        if (!settings.DisruptionControllerRuns) return;
        var pods = store.All("Pod", budget.Namespace()).Where(pod => Selection.Matches(budget.Spec()["selector"], pod)).ToList();
        var healthy = pods.Count(pod => !pod.IsTerminating() && Conditions.Is(pod, "Ready"));
        var desired = budget.Spec()["minAvailable"] is { } least
            ? Amount(least, pods.Count)
            : pods.Count - Amount(budget.Spec()["maxUnavailable"], pods.Count);
        store.Change(budget, one =>
        {
            var status = one.Status();
            status["expectedPods"] = pods.Count;
            status["currentHealthy"] = healthy;
            status["desiredHealthy"] = desired;
            status["disruptionsAllowed"] = Math.Max(0, healthy - desired);
            status["observedGeneration"] = KubeJson.Whole(one.Meta()["generation"]);
        });
    }

    /// <summary>Null: a quota or the end of the namespace forbids it.</summary>
    private JsonObject? MakePod(JsonObject owner, string name, Dictionary<string, string> labels, string? node = null)
    {
        var ns = owner.Namespace();
        if (store.Find(ResourceKind.Of("Namespace"), "", ns)?.IsTerminating() is true || IsFull(ns)) return null;
        var template = owner.Spec()["template"];
        var pod = KubeJson.Of(new { kind = "Pod", metadata = new { name, @namespace = ns } });
        pod.Meta()["labels"] = template?["metadata"]?["labels"]?.DeepClone() ?? new JsonObject();
        foreach (var (key, value) in labels) pod.Meta()["labels"]![key] = value;
        pod.Meta()["annotations"] = template?["metadata"]?["annotations"]?.DeepClone() ?? new JsonObject();
        pod.Meta()["ownerReferences"] = Owners(owner);
        pod["spec"] = template?["spec"]?.DeepClone() ?? new JsonObject();
        pod.Spec()["nodeName"] = node ?? store.All("Node").FirstOrDefault()?.Name() ?? "node-1";
        PodSamples.Start(pod, store.Now);
        PodSamples.MakeReady(pod, settings.ReadyAfterSteps is 0);
        if (settings.ReadyAfterSteps is > 0 and var steps)
            pod.Meta()["annotations"]!["stub/steps"] = steps.ToString(CultureInfo.InvariantCulture);
        return store.Create(pod);
    }

    private bool IsFull(string ns) => store.All("ResourceQuota", ns).Any(quota =>
        quota.Spec()["hard"]?["pods"] is { } hard && store.All("Pod", ns).Count() >= KubeJson.Whole(hard));

    private IEnumerable<JsonObject> Owned(string kind, JsonObject owner) =>
        store.All(kind, owner.Namespace()).Where(one => KubeJson.Text(Owner(one)?["uid"]) == owner.Uid());

    private static JsonNode? Owner(JsonObject one) => (one["metadata"]?["ownerReferences"] as JsonArray ?? [])
        .FirstOrDefault(owner => KubeJson.Text(owner?["controller"]) is "true");

    private static JsonArray Owners(JsonObject owner) => [KubeJson.Of(new
    {
        apiVersion = KubeJson.Text(owner["apiVersion"]), kind = KubeJson.Text(owner["kind"]), name = owner.Name(), uid = owner.Uid(),
        controller = true,
    })];

    private static void Count(JsonObject workload, List<JsonObject> pods)
    {
        workload.Status()["replicas"] = pods.Count;
        workload.Status()["readyReplicas"] = Ready(pods);
        workload.Status()["observedGeneration"] = KubeJson.Whole(workload.Meta()["generation"]);
    }

    private static int Ready(List<JsonObject> pods) => pods.Count(pod => Conditions.Is(pod, "Ready"));

    private static string? Progress(JsonObject deployment) => KubeJson.Text((deployment["status"]?["conditions"] as JsonArray ?? [])
        .FirstOrDefault(condition => KubeJson.Text(condition?["type"]) is "Progressing")?["reason"]);

    private static int Amount(JsonNode? amount, int of) => KubeJson.Text(amount) is [.. var share, '%']
        ? (int)Math.Ceiling(of * int.Parse(share, CultureInfo.InvariantCulture) / 100.0)
        : KubeJson.Whole(amount);

    private const string Revision = "deployment.kubernetes.io/revision";

    private static string Suffix(int number) => number.ToString("x5", CultureInfo.InvariantCulture);

    /// <summary>The same for the same template, in every process.</summary>
    private static string Hash(JsonNode? template)
    {
        var hash = 2_166_136_261u;
        foreach (var character in template?.ToJsonString() ?? "") hash = (hash ^ character) * 16_777_619u;
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
