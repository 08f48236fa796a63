using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>What kubelets write into pods.</summary>
public static class PodSamples
{
    public static void Start(JsonObject pod, DateTimeOffset now)
    {
        pod.Status()["phase"] = "Running";
        pod.Status()["startTime"] = KubeJson.Time(now);
        pod.Status()["containerStatuses"] = new JsonArray([.. (pod.Spec()["containers"] as JsonArray ?? []).Select(container => KubeJson.Of(new
        {
            name = KubeJson.Text(container!["name"]),
            image = KubeJson.Text(container["image"]),
            imageID = "",
            ready = false,
            restartCount = 0,
            state = new { running = new { startedAt = KubeJson.Time(now) } },
        }))]);
    }

    public static void MakeReady(JsonObject pod, bool isReady)
    {
        Conditions.Set(pod, "Ready", isReady, isReady ? "" : "ContainersNotReady");
        foreach (var container in pod.Status()["containerStatuses"] as JsonArray ?? []) container!["ready"] = isReady;
    }

    /// <summary>Its first container was killed for its memory, again and again.</summary>
    public static void OutOfMemory(JsonObject pod, int restarts, DateTimeOffset at)
    {
        MakeReady(pod, false);
        var container = pod.Status()["containerStatuses"]![0]!.AsObject();
        container["restartCount"] = restarts;
        container["state"] = KubeJson.Of(new { waiting = new { reason = "CrashLoopBackOff", message = "back-off 5m0s restarting container" } });
        container["lastState"] = KubeJson.Of(new { terminated = new { exitCode = 137, reason = "OOMKilled", finishedAt = KubeJson.Time(at) } });
    }
}
