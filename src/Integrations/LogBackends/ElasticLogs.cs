using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Telemetry;

namespace AiSre.Integrations.LogBackends;

/// <summary>
/// Elasticsearch and OpenSearch, by <c>_search</c>. What a field is called depends on who ships the lines, so a namespace and a pod are looked for
/// under the names of Filebeat and Elastic Agent, Fluentd and Fluent Bit, and OpenTelemetry.
/// </summary>
internal sealed class ElasticLogs(LogRequests requests, TelemetrySource source) : ILogBackend
{
    private const string Time = "@timestamp";

    /// <summary>Whatever the shippers' own patterns are called.</summary>
    private const string AnyIndex = "logs-*,filebeat-*,logstash-*,fluent*";

    private static readonly string[] Namespaces =
        ["kubernetes.namespace", "kubernetes.namespace_name", "k8s.namespace.name", "resource.attributes.k8s.namespace.name"];
    private static readonly string[] Pods = ["kubernetes.pod.name", "kubernetes.pod_name", "k8s.pod.name", "resource.attributes.k8s.pod.name"];
    private static readonly string[] Containers =
        ["kubernetes.container.name", "kubernetes.container_name", "k8s.container.name", "resource.attributes.k8s.container.name"];
    private static readonly string[] Texts = ["message", "log", "body.text", "body"];

    public string Name => "Elasticsearch";

    public async Task<LogPage> PageAsync(LogQuestion question, string? after, CancellationToken cancellation)
    {
        var to = TelemetryRequests.Below(
            source.Url, $"{Uri.EscapeDataString(source.Index ?? AnyIndex)}/_search?ignore_unavailable=true&allow_no_indices=true");
        using var request = TelemetryRequests.Post(to, Body(question, after));
        TelemetryRequests.Authorize(request, source, "ApiKey");
        var answer = await requests.SendAsync(request, cancellation);
        var hits = answer.Child("hits").Items("hits").ToList();
        if (hits.Count == 0 && answer.Child("_shards").Number("failed") > 0) throw new LogBackendException("its shards failed");
        var isLast = hits.Count < LogQuestion.PageSize || hits[^1].Child("sort").ValueKind is not JsonValueKind.Array;
        return new([.. hits.Select(Line).OfType<KeptLine>()], isLast ? null : hits[^1].Child("sort").GetRawText());
    }

    private static JsonObject Body(LogQuestion question, string? after)
    {
        var body = new JsonObject
        {
            ["size"] = LogQuestion.PageSize,
            ["track_total_hits"] = false,
            ["_source"] = Strings([Time, .. Pods, .. Containers, .. Texts]),
            // Within the same millisecond lines stand in the order of their file, where the shipper says which that is.
            ["sort"] = new JsonArray(
                new JsonObject { [Time] = new JsonObject { ["order"] = "desc", ["unmapped_type"] = "date" } },
                new JsonObject { ["log.offset"] = new JsonObject { ["order"] = "desc", ["unmapped_type"] = "long" } }),
            ["query"] = new JsonObject
            {
                ["bool"] = new JsonObject
                {
                    ["filter"] = new JsonArray(
                        new JsonObject
                        {
                            ["range"] = new JsonObject
                            {
                                [Time] = new JsonObject
                                {
                                    ["gte"] = TelemetryRequests.Iso(question.From), ["lte"] = TelemetryRequests.Iso(question.To),
                                },
                            },
                        },
                        AnyOf(Exactly(Namespaces, [question.Namespace])),
                        AnyOf(Exactly(Pods, question.Pods).Concat(Beginning(question.Prefixes)))),
                },
            },
        };
        if (after is not null) body["search_after"] = JsonNode.Parse(after);
        return body;
    }

    private static JsonObject AnyOf(IEnumerable<JsonNode> either) => new()
    {
        ["bool"] = new JsonObject { ["should"] = new JsonArray([.. either]), ["minimum_should_match"] = 1 },
    };

    /// <summary>Under a name that is a word as a whole, or has such a word beside it.</summary>
    private static IEnumerable<JsonNode> Exactly(IEnumerable<string> fields, IReadOnlyCollection<string> values) => values.Count == 0 ? []
        : fields.SelectMany(Words).Select(field => new JsonObject { ["terms"] = new JsonObject { [field] = Strings(values) } });

    private static IEnumerable<JsonNode> Beginning(IEnumerable<string> prefixes) =>
        from prefix in prefixes
        from field in Pods.SelectMany(Words)
        select new JsonObject { ["prefix"] = new JsonObject { [field] = new JsonObject { ["value"] = prefix } } };

    private static IEnumerable<string> Words(string field) => [field, field + ".keyword"];

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private static KeptLine? Line(JsonElement hit)
    {
        var kept = hit.Child("_source");
        return First(kept, Pods) is { } pod && First(kept, Texts) is { } text && DateTimeOffset.TryParse(
            First(kept, [Time]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? new(at, pod, First(kept, Containers) ?? "", text)
                : null;
    }

    private static string? First(JsonElement of, string[] fields) =>
        fields.Select(field => Find(of, field)).FirstOrDefault(found => found is not null);

    /// <summary>A document may write <c>a.b</c> as one name or as two, one in the other.</summary>
    private static string? Find(JsonElement of, string field)
    {
        if (of.Text(field) is { } whole) return whole;
        for (var at = field.IndexOf('.', StringComparison.Ordinal); at > 0; at = field.IndexOf('.', at + 1))
        {
            if (of.Child(field[..at]) is { ValueKind: JsonValueKind.Object } inner && Find(inner, field[(at + 1)..]) is { } found) return found;
        }

        return null;
    }
}
