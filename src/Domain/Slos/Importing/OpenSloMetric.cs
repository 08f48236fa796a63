using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary><c>ratioMetric</c> of OpenSLO: good or bad and total, or a share that somebody else has reckoned.</summary>
internal static class OpenSloMetric
{
    public static PrometheusSloSource? Read(ForeignMap ratio)
    {
        var source = ratio.Has("raw") || ratio.Has("rawType") ? Raw(ratio) : Counted(ratio);
        ratio.RefuseUnknown();
        return source;
    }

    private static PrometheusSloSource? Raw(ForeignMap ratio)
    {
        ratio.RefuseIfThere("'raw' stands alone.", "good", "bad", "total");
        ratio.LeaveOut("It says nothing of a share.", "counter");
        var type = ratio.Needed("rawType");
        if (type is not (null or "success" or "failure"))
            ratio.Refuse("rawType", $"This is '{Spelling.Shown(type)}'; allowed are success and failure.");
        if (!ratio.Has("raw")) ratio.Refuse("raw", "This is missing.");
        if (ratio.Map("raw") is not { } raw || Metric(raw) is not { } metric || type is not ("success" or "failure")) return null;
        var ours = ForeignQuery.OfTemplate(metric.Query) ?? ForeignQuery.OfFixedRanges(metric.Query);
        if (ours is null || ForeignQuery.IsAverage(ours))
        {
            metric.Spec.Refuse(metric.Key, "An average of shares weighs a quiet minute as much as a busy one; write what is bad and what there is, " +
                "or a share of two sums over a range.");
            return null;
        }
        metric.Spec.Change(metric.Key, $"Is error_ratio_query, over the look-back{(type is "success" ? ", as 1 less the share of successes" : "")}.");
        return new() { UrlRef = metric.Reference, ErrorRatioQuery = type is "success" ? $"1 - ({ours})" : ours };
    }

    private static PrometheusSloSource? Counted(ForeignMap ratio)
    {
        var isCounter = ratio.Flag("counter");
        var (good, bad) = (ratio.Map("good"), ratio.Map("bad"));
        if (good is not null && bad is not null) ratio.Refuse("bad", "There is 'good' already; keep one of the two.");
        if (good is null && bad is null && !ratio.Has("good") && !ratio.Has("bad")) ratio.Refuse("good", "One of 'good' and 'bad' is needed.");
        if (!ratio.Has("total")) ratio.Refuse("total", "This is missing.");
        var part = (good ?? bad) is { } given ? Query(given, isCounter, good is null ? "error_query" : "good_query") : null;
        var total = ratio.Map("total") is { } all ? Query(all, isCounter, "total_query") : null;
        if (part is not { } some || total is not { } whole) return null;
        if (some.Reference != whole.Reference)
        {
            ratio.Refuse("total", "It comes from another data source than the part of it; an SLO here has one.");
            return null;
        }
        return new()
        {
            UrlRef = whole.Reference,
            GoodQuery = good is null ? null : some.Query,
            ErrorQuery = good is null ? some.Query : null,
            TotalQuery = whole.Query,
        };
    }

    private static (string Query, string? Reference)? Query(ForeignMap metric, bool? isCounter, string key)
    {
        if (Metric(metric) is not { } given) return null;
        if (ForeignQuery.OfTemplate(given.Query) is { } templated)
        {
            given.Spec.Take(given.Key, $"Is {key}.");
            return (templated, given.Reference);
        }
        if (ForeignQuery.OfFixedRanges(given.Query) is { } ranged)
        {
            given.Spec.Change(given.Key, $"Is {key}; its range is the look-back's here: {ranged}");
            return (ranged, given.Reference);
        }
        if (isCounter is true && ForeignQuery.CounterOf(given.Query) is { } counter)
        {
            var increase = ForeignQuery.Increase(counter);
            given.Spec.Change(given.Key, $"Is {key}; the counter is read as its increase over the look-back, each series by itself: {increase}");
            return (increase, given.Reference);
        }
        given.Spec.Refuse(given.Key, isCounter is true
            ? "It has no range that could be the look-back's, and is no plain counter either."
            : "A number that goes up and down is no count; allowed are counters (counter: true) and queries with a range, such as [5m].");
        return null;
    }

    private static (ForeignMap Spec, string Key, string Query, string? Reference)? Metric(ForeignMap metric)
    {
        if (!metric.Has("metricSource")) metric.Refuse("metricSource", "This is missing.");
        var source = metric.Map("metricSource");
        metric.RefuseUnknown();
        if (source is null) return null;
        var type = source.Text("type");
        if (type is null) source.Change("type", "None is written; Prometheus is taken.");
        else if (!type.Equals("prometheus", StringComparison.OrdinalIgnoreCase))
            source.Refuse("type", $"'{Spelling.Shown(type)}' is not asked here; allowed: Prometheus.");
        var reference = source.Text("metricSourceRef");
        if (reference is not null)
        {
            if (ForeignValues.NameOf(reference).Length == 0) source.Refuse("metricSourceRef", "Nothing of it can be in a name here.");
            else source.Change("metricSourceRef", $"Is url_ref '{ForeignValues.NameOf(reference)}': a cluster of that name needs a Prometheus.");
        }
        if (!source.Has("spec")) source.Refuse("spec", "This is missing.");
        var spec = source.Map("spec");
        source.RefuseUnknown();
        if (spec is null) return null;
        var key = spec.Has("promql") ? "promql" : "query";
        var query = spec.Needed(key);
        spec.RefuseUnknown();
        return query is null ? null : (spec, key, query, reference is null ? null : ForeignValues.NameOf(reference));
    }
}
