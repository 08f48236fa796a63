using AiSre.Domain.Slos.Importing;
using AiSre.Domain.Tests.Definitions;

namespace AiSre.Domain.Tests.Slos;

/// <summary>What would not promise the same here is refused by its field and line. The line is the one with a §.</summary>
public sealed class SloImportRefusalTests
{
    [Theory]
    [InlineData("spec.budgetingMethod", "budgetingMethod: Occurrences", "budgetingMethod: §Timeslices", "in a slice of time one event weighs")]
    [InlineData("spec.budgetingMethod", "budgetingMethod: Occurrences", "budgetingMethod: §RatioTimeslices", "Allowed: Occurrences.")]
    [InlineData("spec.objectives[1]", "- target: 0.99", "- target: 0.99\n    - target: §0.9", "There are 2; an SLO here has one objective.")]
    [InlineData("spec.objectives[0].target", "- target: 0.99", "- target: §1", "a promise of 1 leaves no budget")]
    [InlineData("spec.objectives[0].targetPercent", "- target: 0.99", "- {target: 0.99, targetPercent: §99}", "say the same")]
    [InlineData("spec.objectives[0].op", "- target: 0.99", "- {target: 0.99, op: §lte}", "A threshold of a raw metric cannot be counted")]
    [InlineData("spec.objectives[0].timeSliceTarget", "- target: 0.99", "- {target: 0.99, timeSliceTarget: §0.9}", "Slices of time")]
    [InlineData("spec.objectives[0].tarrget", "- target: 0.99", "- {target: 0.99, §tarrget: 1}", "There is no such field; did you mean 'target'?")]
    [InlineData("spec.timeWindow[1]", "isRolling: true}", "isRolling: true}\n    - §{duration: 1w, isRolling: true}", "an SLO here has one window")]
    [InlineData("spec.timeWindow[0].duration", "duration: 30d", "duration: §12h", "'12h' is no whole number of days")]
    [InlineData("spec.timeWindow[0].isRolling", "isRolling: true", "isRolling: §false", "needs 'calendar'")]
    [InlineData("spec.timeWindow[0].duration", "duration: 30d, isRolling: true",
        "duration: §1Y, calendar: {startTime: 2025-01-01 00:00:00, timeZone: UTC}", "'1Y' is no period of the calendar here; allowed: 1w, 1M, 1Q.")]
    [InlineData("spec.timeWindow[0].calendar.startTime", "duration: 30d, isRolling: true",
        "duration: 1M, calendar: {startTime: §2025-01-15 00:00:00, timeZone: UTC}", "is not where a month begins")]
    [InlineData("spec.timeWindow[0].calendar.timeZone", "duration: 30d, isRolling: true",
        "duration: 1w, calendar: {startTime: 2025-01-13 00:00:00, timeZone: §Berlin}", "'Berlin' is no IANA zone.")]
    [InlineData("spec.indicatorRef", "indicator: {spec: {ratioMetric: METRIC}}", "indicatorRef: §shop-errors", "write it in the SLO")]
    [InlineData("spec.indicator.spec.thresholdMetric", "indicator: {spec: {ratioMetric: METRIC}}",
        "indicator: {spec: {thresholdMetric: §{metricSource: {spec: {query: p99}}}}}", "A threshold of a raw metric cannot be counted")]
    [InlineData("spec.indicator.spec.ratioMetric.bad", "total:", "bad: §{metricSource: {type: Prometheus, spec: QUERY}}, total:",
        "keep one of the two")]
    [InlineData("spec.indicator.spec.ratioMetric.good.metricSource.type", "type: Prometheus", "type: §Datadog", "'Datadog' is not asked here")]
    [InlineData("spec.indicator.spec.ratioMetric.good.metricSource.spec.query", "QUERY", "{query: §requests_total}", "is no count")]
    [InlineData("spec.indicator.spec.ratioMetric.good.metricSource.spec.query", "QUERY", "{query: §'max_over_time(rate(a[5m])[1h:5m])'}", "no count")]
    [InlineData("spec.indicator.spec.ratioMetric.raw.metricSource.spec.query", "METRIC",
        "{rawType: failure, raw: {metricSource: {type: Prometheus, spec: {query: §error_ratio}}}}", "An average of shares weighs a quiet minute")]
    [InlineData("spec.indicator.spec.ratioMetric.raw.metricSource.spec.query", "METRIC",
        "{rawType: failure, raw: {metricSource: {type: Prometheus, spec: {query: §'avg_over_time(r[5m])'}}}}", "An average of shares")]
    [InlineData("spec.indicator.spec.ratioMetric.rawType", "METRIC",
        "{rawType: §both, raw: {metricSource: {type: Prometheus, spec: QUERY}}}", "allowed are success and failure")]
    [InlineData("metadata.name", "name: shop", "name: §'***'", "Nothing of it can be in a name here")]
    [InlineData("kind", "kind: SLO", "kind: §SLOs", "'SLOs' is not known; allowed: SLO.")]
    [InlineData("apiVersion", "apiVersion: openslo/v1", "apiVersion: §openslo/v1alpha", "'openslo/v1alpha' is not known")]
    [InlineData("spec.service", "spec:\n  service: shop", "spec:\n  §budget: 1", "This is missing.")]
    public void Of_OpenSLO(string field, string instead, string of, string says)
    {
        const string right = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: shop}
            spec:
              service: shop
              indicator: {spec: {ratioMetric: METRIC}}
              timeWindow:
                - {duration: 30d, isRolling: true}
              budgetingMethod: Occurrences
              objectives:
                - target: 0.99
            """;
        const string metric =
            "{counter: false, good: {metricSource: {type: Prometheus, spec: QUERY}}, total: {metricSource: {type: Prometheus, spec: QUERY}}}";
        AssertRefused(right, field, instead, of, says, text => text.Replace("METRIC", metric, StringComparison.Ordinal)
            .Replace("QUERY", "{query: 'sum(rate(a[5m]))'}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("slos[0].sli.plugin", "events: EVENTS", "plugin: §{id: sloth-common/kubernetes/apiserver/availability}", "write what it writes")]
    [InlineData("slos[0].sli.raw", "events: EVENTS", "events: EVENTS, raw: §{error_ratio_query: 'a[{{.window}}]'}", "keep one of the two")]
    [InlineData("slos[0].sli.events", "{events: EVENTS}", "§{}", "One of 'events' and 'raw' is needed.")]
    [InlineData("slos[0].sli.events.error_query", "'a[{{.window}}]'", "§'a[5m]'", "It has no {{.window}}")]
    [InlineData("slos[0].objective", "objective: 99.9", "objective: §100", "a promise of 100 leaves no budget")]
    [InlineData("slos[0].objectiv", "objective: 99.9", "objective: 99.9\n    §objectiv: 1", "There is no such field")]
    [InlineData("slos[0].alerting.page_alert.disable", "page_alert: {}", "page_alert: {disable: §yes}", "allowed are true and false")]
    [InlineData("version", "version: prometheus/v1", "version: §prometheus/v2", "'prometheus/v2' is not known")]
    [InlineData("slos", "slos:\n", "slos: §none\nothers:\n", "This is a single value; allowed is a list.")]
    public void Of_Sloth(string field, string instead, string of, string says)
    {
        const string right = """
            version: prometheus/v1
            service: shop
            slos:
              - name: shop
                objective: 99.9
                sli: {events: EVENTS}
                alerting: {page_alert: {}}
            """;
        const string events = "{error_query: 'a[{{.window}}]', total_query: 'b[{{.window}}]'}";
        AssertRefused(right, field, instead, of, says, text => text.Replace("EVENTS", events, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spec.target", "target: '99'", "target: §'100'", "a promise of 100 leaves no budget")]
    [InlineData("spec.target", "target: '99'", "target: §'0.99'", "would promise less than one in a hundred")]
    [InlineData("spec.window", "window: 4w", "window: §36h", "'36h' is no whole number of days from 1 to 365.")]
    [InlineData("spec.indicator.ratio.grouping", "total: {metric: b}", "total: {metric: b}, grouping: §[job, handler]", "grouped by one")]
    [InlineData("spec.indicator.ratio.errors.metric", "metric: a", "metric: §sum(a)", "This is no plain metric with its labels")]
    [InlineData("spec.indicator.ratio.total", "{errors: {metric: a}, total: {metric: b}}", "§{errors: {metric: a}}", "This is missing.")]
    [InlineData("spec.indicator.latency.success.metric", "ratio: {errors: {metric: a}", "latency: {success: {metric: §a}", "It names no bucket")]
    [InlineData("spec.indicator.latencyNative.latency", "ratio: {errors: {metric: a}", "latencyNative: {latency: §fast", "no duration such as 200ms")]
    [InlineData("spec.indicator.bool_gauge", "ratio: {", "bool_gauge: §{metric: c}, ratio: {", "There is 'ratio' already")]
    [InlineData("spec.indicator.ratio", "{ratio: {errors: {metric: a}, total: {metric: b}}}", "§{}", "One of ratio, latency")]
    [InlineData("spec.alerting.burnRateType", "window: 4w", "window: 4w\n  alerting: {§burnRateType: dynamic}", "There is no such field")]
    [InlineData("", "errors: {metric: a}, total: {metric: b}", "errors: {metric: a}, total: {metric: b}, grouping: [ten ant]", "is no label", 1)]
    [InlineData("kind", "kind: ServiceLevelObjective", "kind: §ServiceLevelObjectiveList", "allowed: ServiceLevelObjective.")]
    public void Of_Pyrra(string field, string instead, string of, string says, int? line = null)
    {
        const string right = """
            apiVersion: pyrra.dev/v1alpha1
            kind: ServiceLevelObjective
            metadata: {name: shop}
            spec:
              target: '99'
              window: 4w
              indicator: {ratio: {errors: {metric: a}, total: {metric: b}}}
            """;
        AssertRefused(right, field, instead, of, says, text => text, line);
    }

    [Theory]
    [InlineData("hello", "allowed is a set of keys")]
    [InlineData("a: b", "This is missing; allowed are apiVersion openslo/v1 or pyrra.dev/v1alpha1, and version prometheus/v1 of Sloth.")]
    [InlineData("apiVersion: sloth.slok.dev/v1", "'sloth.slok.dev/v1' is not known")]
    [InlineData("a: [", "This is not YAML")]
    public void What_is_none_of_the_three(string text, string says)
    {
        var import = SloImporter.Import(Texts.Documents(("a.yaml", text)), "default");
        Assert.Empty(import.Slos);
        Assert.Contains(says, Assert.Single(import.Report).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_refused_does_not_refuse_its_neighbours_and_no_name_comes_twice()
    {
        var (name, one) = ("a.yaml", """
            version: prometheus/v1
            service: shop
            slos:
              - {name: a, objective: 99, sli: {raw: {error_ratio_query: 'r[{{.window}}]'}}}
              - {name: b, objective: 100, sli: {raw: {error_ratio_query: 'r[{{.window}}]'}}}
            """);
        var import = SloImporter.Import(Texts.Documents((name, one), ("b.yaml", one)), "shop");
        Assert.Equal([("shop-a", "shop")], import.Slos.Select(slo => (slo.Name, slo.Workspace)));
        Assert.Equal(
            [("a.yaml", 5), ("b.yaml", 5), ("b.yaml", 4)],
            import.Report.Where(line => line.Verdict is ImportVerdict.Refused).Select(line => (line.File, line.Line)));
    }

    /// <param name="right">What is taken.</param>
    /// <param name="field">The field that is refused.</param>
    /// <param name="instead">The part of it that becomes <paramref name="of"/>.</param>
    /// <param name="says">A part of the reason.</param>
    /// <param name="complete">Writes out what stands in capitals.</param>
    /// <param name="line">Where no part is to blame, that of the SLO.</param>
    private static void AssertRefused(string right, string field, string instead, string of, string says, Func<string, string> complete,
        int? line = null)
    {
        var (before, part) = (complete(right), complete(instead));
        Assert.False(SloImporter.Import(Texts.Documents(("a.yaml", before)), "default").IsRefused);
        var at = before.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, part);
        var (text, marks) = Texts.Unmark(before[..at] + complete(of) + before[(at + part.Length)..]);
        var import = SloImporter.Import(Texts.Documents(("a.yaml", text)), "default");
        Assert.Empty(import.Slos);
        var refused = import.Report.First(line => line.Verdict is ImportVerdict.Refused && line.Field == field);
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Equal(line ?? Assert.Single(marks).Line, refused.Line);
    }
}
