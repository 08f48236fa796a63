using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>What an indicator of Pyrra becomes.</summary>
internal sealed record PyrraIndicator(PrometheusSloSource Source, string? GroupBy, double? ThresholdMs = null)
{
    private static readonly string[] Kinds = ["ratio", "latency", "latencyNative", "bool_gauge", "boolGauge"];

    public static PyrraIndicator? Read(ForeignMap spec)
    {
        if (!spec.Has("indicator")) spec.Refuse("indicator", "This is missing.");
        if (spec.Map("indicator") is not { } indicator) return null;
        var written = Kinds.Where(indicator.Has).ToList();
        indicator.RefuseUnknown();
        if (written is not [var kind])
        {
            if (written.Count > 1) indicator.Refuse(written[1], $"There is '{written[0]}' already; an SLO here has one indicator.");
            else indicator.Refuse("ratio", "One of ratio, latency, latencyNative and bool_gauge is needed.");
            return null;
        }
        if (indicator.Map(kind) is not { } map) return null;
        var by = Grouping(map);
        var read = kind switch
        {
            "ratio" => Ratio(map, by),
            "latency" => Latency(map, by),
            "latencyNative" => Native(map, by),
            _ => Gauge(map, by),
        };
        map.RefuseUnknown();
        return read;
    }

    private static PyrraIndicator? Ratio(ForeignMap map, string? by) =>
        (Query(map, "errors", "error_query", by), Query(map, "total", "total_query", by)) is ({ } errors, { } total)
            ? new(new() { ErrorQuery = errors.Query, TotalQuery = total.Query }, by)
            : null;

    private static PyrraIndicator? Latency(ForeignMap map, string? by)
    {
        if ((Query(map, "success", "good_query", by), Query(map, "total", "total_query", by)) is not ({ } success, { } total)) return null;
        if (ForeignQuery.BucketMs(success.Selector) is { } threshold)
        {
            success.Map.Take("metric", FormattableString.Invariant($"Its bucket is the threshold, {threshold} ms."));
            return new(new() { GoodQuery = success.Query, TotalQuery = total.Query }, by, threshold);
        }
        success.Map.Refuse("metric", "It names no bucket; the label le with a number says what is fast enough.");
        return null;
    }

    private static PyrraIndicator? Native(ForeignMap map, string? by)
    {
        var latency = map.Needed("latency");
        if (latency is not null && ForeignValues.Milliseconds(latency) is null)
        {
            map.Refuse("latency", $"'{Spelling.Shown(latency)}' is no duration such as 200ms.");
            latency = null;
        }
        if (Metric(map, "total") is not { } total || latency is null) return null;
        var (threshold, histogram) = (ForeignValues.Milliseconds(latency)!.Value, ForeignQuery.Increase(total.Selector, by));
        map.Take("latency", FormattableString.Invariant($"Is the threshold, {threshold} ms."));
        var all = $"histogram_count({histogram})";
        var good = FormattableString.Invariant($"histogram_fraction(0, {threshold / 1_000}, {histogram}) * {all}");
        total.Map.Change("metric", $"Is total_query, {all}, and good_query, the fraction of it below the threshold.");
        return new(new() { GoodQuery = good, TotalQuery = all }, by, threshold);
    }

    private static PyrraIndicator? Gauge(ForeignMap map, string? by)
    {
        if (Selector(map) is not { } selector) return null;
        var good = ForeignQuery.Sum("sum_over_time", selector, by);
        var all = ForeignQuery.Sum("count_over_time", selector, by);
        map.Change("metric", $"Each sample is an event, good when it is 1: good_query {good}, total_query {all}");
        return new(new() { GoodQuery = good, TotalQuery = all }, by);
    }

    private static (ForeignMap Map, string Selector, string Query)? Query(ForeignMap map, string key, string ours, string? by)
    {
        if (Metric(map, key) is not { } metric) return null;
        var query = ForeignQuery.Increase(metric.Selector, by);
        metric.Map.Change("metric", $"Is {ours}: {query}");
        return (metric.Map, metric.Selector, query);
    }

    private static (ForeignMap Map, string Selector)? Metric(ForeignMap map, string key)
    {
        if (!map.Has(key)) map.Refuse(key, "This is missing.");
        if (map.Map(key) is not { } inner) return null;
        var selector = Selector(inner);
        inner.RefuseUnknown();
        return selector is null ? null : (inner, selector);
    }

    private static string? Selector(ForeignMap map)
    {
        if (map.Needed("metric") is not { } text) return null;
        if (ForeignQuery.IsSelector(text)) return text.Trim();
        map.Refuse("metric", "This is no plain metric with its labels; Pyrra takes nothing else either.");
        return null;
    }

    private static string? Grouping(ForeignMap map)
    {
        var labels = map.Items("grouping");
        if (labels.Length == 0) return null;
        if (labels.Length > 1)
        {
            map.Refuse("grouping", $"There are {labels.Length} labels; an SLO here is grouped by one.");
            return null;
        }
        if (labels[0] is not Definitions.Yaml.YamlScalar { Value: { Length: > 0 } label })
        {
            map.Refuse("grouping", "A label is a single value.");
            return null;
        }
        map.Take("grouping", $"Is group_by {Spelling.Shown(label)}: an SLO for each of its values, {SloDefinition.UsualGroups} at most.");
        return label;
    }
}
