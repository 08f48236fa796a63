using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.KubernetesStub;

namespace AiSre.Evals;

/// <summary>
/// A recorded cluster as an API server has it, moved to the present: what happened a minute before the recording happened a minute ago.
/// </summary>
internal static partial class RecordedCluster
{
    private static readonly string[] Proxies = ["istio-proxy", "linkerd-proxy"];

    public static void Serve(RecordedCase recorded, StubCluster stub)
    {
        var shift = DateTimeOffset.UtcNow - recorded.At;
        stub.Become(recorded.Cluster.SelectMany(list => (list.Value as JsonArray ?? []).OfType<JsonObject>()).Select(one => Moved(one, shift)));
        foreach (var (key, value) in recorded.Logs) Write(key, value!, shift, stub);
    }

    /// <summary>An instant of the recording as one of the present.</summary>
    public static JsonObject Moved(JsonObject one, TimeSpan by) => JsonNode.Parse(Instant().Replace(one.ToJsonString(), match =>
        DateTimeOffset.TryParse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at + by).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : match.Value))!.AsObject();

    /// <summary>Of a pod without a container's name it is its application's.</summary>
    private static void Write(string key, JsonNode value, TimeSpan shift, StubCluster stub)
    {
        var parts = key.Split('?')[0].Split('/');
        var text = value is JsonArray lines ? string.Join('\n', lines.Select(line => (string)line!)) : (string)value!;
        if (stub.All("Pod").FirstOrDefault(one => one.Name() == parts[0]) is not { } pod) return;
        var containers = (pod["spec"]?["containers"] as JsonArray ?? []).Select(one => (string)one!["name"]!).ToList();
        var container = parts.Length > 1 ? parts[1] : containers.Find(name => !Proxies.Contains(name));
        if (container is not null) stub.Logs.Write(pod, container, MovedLines(text, shift), key.EndsWith("?previous", StringComparison.Ordinal));
    }

    /// <summary>Lines say when they were written in forms of their own, and keep them.</summary>
    private static string MovedLines(string text, TimeSpan by)
    {
        var moved = Written().Replace(text, match =>
        {
            var day = match.Value[4];
            var form = $"yyyy{day}MM{day}dd'{match.Value[10]}'HH:mm:ss";
            return DateTime.TryParseExact(match.Value, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                ? (at + by).ToString(form, CultureInfo.InvariantCulture)
                : match.Value;
        });
        return Epoch().Replace(moved, match =>
            (long.Parse(match.Value, CultureInfo.InvariantCulture) + (long)by.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"\d{4}([-/])\d\d\1\d\d[T ]\d\d:\d\d:\d\d")]
    private static partial Regex Written();

    [GeneratedRegex(@"(?<=""(?:time|ts|timestamp)"":)1\d{12}\b")]
    private static partial Regex Epoch();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Instant();
}
