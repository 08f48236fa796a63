using System.IO.Compression;
using System.Text.Json.Nodes;

namespace AiSre.Evals;

/// <summary>A recorded cluster and the question about it. What is true, and what gives it away, is kept apart and reaches only the scoring.</summary>
internal sealed record RecordedCase(
    string Id, string Category, JsonObject Truth, JsonObject Case, JsonObject Cluster, JsonObject Logs, JsonObject Extra)
{
    private static readonly string[] GivesAway = ["truth", "id", "category", "system"];
    private static readonly string[] Stopped = ["Active: inactive", "Active: failed"];

    /// <param name="folder">Of recordings.</param>
    /// <param name="renamedBy">The seed of other names for all that has one; null where it keeps its own.</param>
    /// <param name="loses">How many percent of what was seen is lost, and by which seed; null: nothing is.</param>
    public static IEnumerable<RecordedCase> In(string folder, int? renamedBy, (int Percent, int Seed)? loses) =>
        Directory.EnumerateFiles(folder, "*.json.gz").Order(StringComparer.Ordinal).Select(file => Read(file, renamedBy, loses));

    public string Namespace => (string?)Case["namespace"] ?? "default";
    public DateTimeOffset At => DateTimeOffset.Parse((string)Case["snapshotTime"]!, System.Globalization.CultureInfo.InvariantCulture);

    private static RecordedCase Read(string file, int? renamedBy, (int Percent, int Seed)? loses)
    {
        using var zipped = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        var all = JsonNode.Parse(zipped)!.AsObject();
        var (id, category) = ((string)all["case"]!["id"]!, (string)all["case"]!["category"]!);
        if (renamedBy is { } seed) all = OtherNames.Give(all, seed, id);
        if (loses is { } lost) LostEvidence.Take(all, lost.Percent, lost.Seed, id);
        var asked = all["case"]!.AsObject();
        var truth = asked["truth"]!.DeepClone().AsObject();
        foreach (var name in GivesAway) asked.Remove(name);
        ShowServices(Part("cluster"), Part("extra"));
        return new(id, category, truth, asked, Part("cluster"), Part("logs"), Part("extra"));

        JsonObject Part(string name) => all[name] as JsonObject ?? [];
    }

    /// <summary>
    /// A node problem detector reports a kube-proxy that does not run as a condition of its node; the other services of a node show by themselves.
    /// </summary>
    private static void ShowServices(JsonObject cluster, JsonObject extra)
    {
        foreach (var node in (cluster["nodes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var state = (string?)(extra["CheckNodeServiceStatus"] as JsonObject)?[$"{node["metadata"]!["name"]} kube-proxy"] ?? "";
            if (!Stopped.Any(words => state.Contains(words, StringComparison.Ordinal))) continue;
            node["status"]!["conditions"]!.AsArray().Add(new JsonObject
            {
                ["type"] = "KubeProxyUnavailable", ["status"] = "True", ["reason"] = "KubeProxyInactive",
                ["message"] = "kube-proxy.service is inactive",
            });
        }
    }
}
