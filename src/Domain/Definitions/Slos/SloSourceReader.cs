using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Slos;

/// <summary><c>source</c> of an SLO. Each type has keys of its own.</summary>
internal static class SloSourceReader
{
    private const int LongestQuery = 4_000;

    private static readonly string[] Types = [SloSource.Incidents, SloSource.Prometheus, SloSource.Events];
    private static readonly string[] Queries = ["error_query", "good_query", "total_query", "error_ratio_query"];

    public static SloSource Read(YamlNode node, ReadingContext context)
    {
        var type = (node as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key.Value == "type").Value is YamlScalar { IsNull: false } scalar
            ? scalar.Value : SloSource.Incidents;
        return type switch
        {
            SloSource.Prometheus => Prometheus(node, context),
            SloSource.Events => Events(node, context),
            _ => Incidents(node, context),
        };
    }

    private static IncidentSloSource Incidents(YamlNode node, ReadingContext context)
    {
        var usual = new IncidentSloSource();
        if (Fields.Of(node, "A source of incidents", context, "type", "severities", "patterns") is not { } fields) return usual;
        fields.Word("type", Types);
        var severities = fields.Severities("severities");
        if (fields.Node("severities") is YamlList { Items: [] })
            fields.Wrong("severities", "Without a severity no incident counts; leave 'severities' away to count critical ones.");
        foreach (var item in fields.Scalars("patterns", "high_latency"))
        {
            if (!FailurePatterns.Labels.Contains(item.Value))
                context.Wrong(item.Place,
                    $"There is no pattern '{Spelling.Shown(item.Value)}'; {Spelling.Allowed(item.Value, FailurePatterns.Labels)}");
        }
        return new()
        {
            Severities = severities.IsEmpty ? usual.Severities : severities,
            Patterns = [.. fields.Scalars("patterns", "high_latency").Select(item => item.Value).Distinct()],
        };
    }

    private static PrometheusSloSource Prometheus(YamlNode node, ReadingContext context)
    {
        if (Fields.Of(node, "A source of Prometheus", context, ["type", "url_ref", .. Queries]) is not { } fields) return new();
        if (fields.Scalar("url_ref") is { } name) context.IsName(name, "cluster with a Prometheus");
        var which = string.Join(" and ", Queries.Where(fields.Has));
        if (which is not ("error_query and total_query" or "good_query and total_query" or "error_ratio_query"))
        {
            context.Wrong(fields.Place, $"A source of Prometheus has {(which.Length == 0 ? "no query" : which)}; allowed are error_query and " +
                "total_query, good_query and total_query, or error_ratio_query.");
        }
        return new()
        {
            UrlRef = fields.Text("url_ref"),
            ErrorQuery = Query(fields, "error_query"),
            GoodQuery = Query(fields, "good_query"),
            TotalQuery = Query(fields, "total_query"),
            ErrorRatioQuery = Query(fields, "error_ratio_query"),
        };
    }

    private static EventSloSource Events(YamlNode node, ReadingContext context)
    {
        Fields.Of(node, "A source of events", context, "type");
        return new();
    }

    /// <summary>Several lines are allowed, as people write long queries.</summary>
    private static string? Query(Fields fields, string key)
    {
        if (fields.Scalar(key) is not { } scalar) return null;
        if (string.IsNullOrWhiteSpace(scalar.Value) || scalar.Value.Length > LongestQuery)
            fields.Wrong(key, $"'{key}' has 1 to {LongestQuery} characters.");
        else if (!scalar.Value.Contains(PrometheusSloSource.Window, StringComparison.Ordinal))
            fields.Wrong(key, $"'{key}' needs {PrometheusSloSource.Window} where the look-back goes, such as " +
                $"sum(increase(http_requests_total[{PrometheusSloSource.Window}])).");
        return scalar.Value.Trim();
    }
}
