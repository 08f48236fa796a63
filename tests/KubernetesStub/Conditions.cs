using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>Conditions in an object's status.</summary>
public static class Conditions
{
    public static bool Is(JsonObject one, string type) =>
        (one["status"]?["conditions"] as JsonArray ?? []).Any(condition =>
            KubeJson.Text(condition?["type"]) == type && KubeJson.Text(condition?["status"]) == "True");

    public static void Set(JsonObject one, string type, bool holds, string reason)
    {
        var status = one.Status();
        if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
        if (conditions.FirstOrDefault(condition => KubeJson.Text(condition?["type"]) == type) is { } old) conditions.Remove(old);
        conditions.Add(KubeJson.Of(new { type, status = holds ? "True" : "False", reason }));
    }
}
