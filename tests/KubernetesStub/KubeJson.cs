using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>Short ways into objects.</summary>
public static class KubeJson
{
    public static JsonObject Meta(this JsonObject one) => one["metadata"] as JsonObject ?? Added(one, "metadata");

    public static JsonObject Spec(this JsonObject one) => one["spec"] as JsonObject ?? Added(one, "spec");

    public static JsonObject Status(this JsonObject one) => one["status"] as JsonObject ?? Added(one, "status");

    public static string Name(this JsonObject one) => Text(one["metadata"]?["name"]) ?? "";

    public static string Namespace(this JsonObject one) => Text(one["metadata"]?["namespace"]) ?? "";

    public static string Uid(this JsonObject one) => Text(one["metadata"]?["uid"]) ?? "";

    public static string ResourceVersion(this JsonObject one) => Text(one["metadata"]?["resourceVersion"]) ?? "";

    public static bool IsTerminating(this JsonObject one) => one["metadata"]?["deletionTimestamp"] is not null;

    public static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    public static int Whole(JsonNode? node, int otherwise = 0) =>
        int.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public static Dictionary<string, string> Texts(JsonNode? node) =>
        (node as JsonObject)?.ToDictionary(pair => pair.Key, pair => Text(pair.Value) ?? "") ?? [];

    /// <summary>From an anonymous object, whose names are those of the API.</summary>
    public static JsonObject Of(object value) => JsonSerializer.SerializeToNode(value)!.AsObject();

    public static JsonObject Copy(this JsonObject one) => one.DeepClone().AsObject();

    /// <summary>Seconds, as the API writes times.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 7396; strategic merges of what tests patch come to the same.</summary>
    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null) target.Remove(key);
            else if (value is JsonObject part && target[key] is JsonObject old) Merge(old, part);
            else target[key] = value.DeepClone();
        }
    }

    private static JsonObject Added(JsonObject one, string key)
    {
        var part = new JsonObject();
        one[key] = part;
        return part;
    }
}
