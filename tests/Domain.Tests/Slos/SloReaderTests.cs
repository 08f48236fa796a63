using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Escalation;
using AiSre.Domain.Tests.Definitions;

namespace AiSre.Domain.Tests.Slos;

/// <summary>SLOs as people write them.</summary>
public sealed class SloReaderTests
{
    [Fact]
    public void Little_must_be_written()
    {
        var slo = One("slos: [{name: checkout, service: shop, target: 0.999}]");
        Assert.Equal(("checkout", "default", "shop", 0.999), (slo.Name, slo.Workspace, slo.Service, slo.Target));
        Assert.Equal((30, true, SloIndicator.Availability), (slo.Window.Days, slo.Window.IsRolling, slo.Indicator));
        Assert.Equal([Severity.Critical], Assert.IsType<IncidentSloSource>(slo.Source).Severities);
        Assert.Equal((20, 15, 4), (slo.Alerting.MinEvents, slo.Alerting.AbsentAfterMinutes, slo.Alerting.Tiers.Length));
    }

    [Fact]
    public void Everything_may_be_written()
    {
        var slo = One("""
            slos:
              - name: checkout-latency
                workspace: default
                service: shop
                description: Fast enough.
                target_percent: 99.95
                window_type: calendar
                calendar: {unit: quarter, time_zone: Europe/Berlin}
                indicator: latency
                latency_threshold_ms: 250.5
                latency_percentile: p99.9
                source:
                  type: prometheus
                  url_ref: prom-main
                  good_query: sum by (tenant) (increase(b{le="0.25"}[{{window}}]))
                  total_query: |
                    sum by (tenant) (increase(c[{{window}}]))
                alerting: {tiers: [ticket_slow, page_fast], min_events: 0, absent_after_minutes: 60}
                group_by: tenant
                max_groups: 7
            """);
        Assert.Equal((0.9995, 99.95, 0.9995), (slo.Target, slo.TargetPercent, 1 - slo.ErrorShare));
        Assert.Equal((CalendarUnit.Quarter, "Europe/Berlin", 90), (slo.Window.Unit, slo.Window.TimeZone, slo.Window.Days));
        Assert.Equal((250.5, "p99.9", "tenant", 7), (slo.LatencyThresholdMs, slo.LatencyPercentile, slo.GroupBy, slo.MaxGroups));
        var source = Assert.IsType<PrometheusSloSource>(slo.Source);
        Assert.Equal(("prom-main", "sum by (tenant) (increase(c[{{window}}]))", null), (source.UrlRef, source.TotalQuery, source.ErrorQuery));
        Assert.Equal([SloTier.PageFast, SloTier.TicketSlow], slo.Alerting.Tiers);
    }

    [Theory]
    [InlineData("{name: a, service: s, target: 0.9, §targt: 1}", "An SLO has no key 'targt'; did you mean 'target'?")]
    [InlineData("§{name: a, service: s}", "An SLO needs 'target', such as 0.999.")]
    [InlineData("§{service: s, target: 0.9}", "An SLO needs 'name', such as payments-api-availability.")]
    [InlineData("§{name: a, target: 0.9}", "An SLO needs 'service', such as payments-api.")]
    [InlineData("{name: §Checkout, service: s, target: 0.9}", "'Checkout' is no name for an SLO")]
    [InlineData("{name: §a-, service: s, target: 0.9}", "no dash at either end")]
    [InlineData("{name: a, service: s, target: §1}", "allowed are numbers above 0 and below 1: a promise of 1 leaves no budget.")]
    [InlineData("{name: a, service: s, target: §0}", "'target' is '0'")]
    [InlineData("{name: a, service: s, target: §NaN}", "'target' is 'NaN'")]
    [InlineData("{name: a, service: s, target: §99.9}", "'target' is '99.9'")]
    [InlineData("{name: a, service: s, target_percent: §100}", "allowed are numbers above 0 and below 100")]
    [InlineData("{name: a, service: s, target: 0.9, target_percent: §90}", "say the same; write one of the two")]
    [InlineData("{name: a, service: s, target: 0.9, workspace: §shop}", "files define the workspace 'default'")]
    [InlineData("{name: a, service: s, target: 0.9, window_days: §0}", "allowed are whole numbers from 1 to 365")]
    [InlineData("{name: a, service: s, target: 0.9, window_days: §366}", "allowed are whole numbers from 1 to 365")]
    [InlineData("{name: a, service: s, target: 0.9, window_type: §rollin}", "did you mean 'rolling'?")]
    [InlineData("§{name: a, service: s, target: 0.9, window_type: calendar}", "An SLO needs 'calendar', such as {unit: month, time_zone: UTC}.")]
    [InlineData("{name: a, service: s, target: 0.9, calendar: §{unit: month}}", "'calendar' is of 'window_type: calendar' only.")]
    [InlineData("{name: a, service: s, target: 0.9, window_type: calendar, window_days: §30, calendar: {unit: month}}", "is of windows that roll")]
    [InlineData("{name: a, service: s, target: 0.9, window_type: calendar, calendar: {unit: §year}}",
        "'unit' is 'year'; allowed: week, month, quarter.")]
    [InlineData("{name: a, service: s, target: 0.9, window_type: calendar, calendar: §{}}", "'calendar' needs 'unit', such as month.")]
    [InlineData("{name: a, service: s, target: 0.9, window_type: calendar, calendar: {unit: week, time_zone: §Berlin}}", "'Berlin' is no time zone")]
    [InlineData("{name: a, service: s, target: 0.9, indicator: §speed}", "'indicator' is 'speed'; allowed: availability, latency.")]
    [InlineData("§{name: a, service: s, target: 0.9, indicator: latency}", "An SLO needs 'latency_threshold_ms', such as 200.")]
    [InlineData("{name: a, service: s, target: 0.9, latency_threshold_ms: §9}", "is of 'indicator: latency' only")]
    [InlineData("{name: a, service: s, target: 0.9, latency_percentile: §p99}", "is of 'indicator: latency' only")]
    [InlineData("{name: a, service: s, target: 0.9, indicator: latency, latency_threshold_ms: 9, latency_percentile: §99}", "such as p99 or p99.9")]
    [InlineData("{name: a, service: s, target: 0.9, source: {type: §promtheus}}", "did you mean 'prometheus'?")]
    [InlineData("{name: a, service: s, target: 0.9, source: {§url_ref: x}}", "A source of incidents has no key 'url_ref'")]
    [InlineData("{name: a, service: s, target: 0.9, source: {severities: [§bad]}}", "'bad' is no severity")]
    [InlineData("{name: a, service: s, target: 0.9, source: {severities: §[]}}", "Without a severity no incident counts")]
    [InlineData("{name: a, service: s, target: 0.9, source: {patterns: [§latncy]}}", "There is no pattern 'latncy'; did you mean 'latency'?")]
    [InlineData("{name: a, service: s, target: 0.9, source: {type: events, §url_ref: x}}", "A source of events has no key 'url_ref'")]
    [InlineData("{name: a, service: s, target: 0.9, source: §{type: prometheus}}", "has no query; allowed are error_query and total_query")]
    [InlineData("{name: a, service: s, target: 0.9, source: §{type: prometheus, error_query: 'a[{{window}}]'}}", "has error_query; allowed are")]
    [InlineData("{name: a, service: s, target: 0.9, source: {type: prometheus, error_ratio_query: §'a[5m]'}}",
        "needs {{window}} where the look-back goes")]
    [InlineData("{name: a, service: s, target: 0.9, source: {type: prometheus, url_ref: §'http://p:9090', error_ratio_query: 'a[{{window}}]'}}",
        "is no name")]
    [InlineData("{name: a, service: s, target: 0.9, alerting: {tiers: [§page]}}", "There is no tier 'page'; did you mean 'page_fast'?")]
    [InlineData("{name: a, service: s, target: 0.9, alerting: {tiers: §all}}", "'tiers' is 'all'; allowed: default, none.")]
    [InlineData("{name: a, service: s, target: 0.9, alerting: {min_events: §-1}}", "'min_events' is '-1'")]
    [InlineData("{name: a, service: s, target: 0.9, alerting: {§min_event: 1}}", "did you mean 'min_events'?")]
    [InlineData("{name: a, service: s, target: 0.9, group_by: §'ten ant'}", "'ten ant' is no label")]
    [InlineData("{name: a, service: s, target: 0.9, max_groups: §3}", "'max_groups' needs 'group_by'")]
    [InlineData("{name: a, service: s, target: 0.9}, §{name: a, service: s, target: 0.9}", "There is an SLO 'a' already")]
    public void What_is_wrong_is_told_with_its_place(string slo, string says) => Texts.AssertProblems($"slos: [{slo}]", says, text =>
        Texts.Files(text));

    [Fact]
    public void A_file_is_one_slo_or_a_list()
    {
        var reading = Texts.Reader.ReadFiles(
            Texts.Documents(("slos/one.yaml", "name: one\nservice: s\ntarget: 0.9"), ("slos/more.yaml",
                "slos: [{name: more, service: s, target: 0.9}]")),
            _ => null);
        Assert.Equal(["more", "one"], Texts.Right(reading).Of(SloSection.Key).Select(slo => slo.Name));
        var wrong = Assert.Single(Texts.Reader.ReadFiles(Texts.Documents(("slos/one.yaml", "name: one\nservice: s\ntarget: 2")), _ => null).Problems);
        Assert.Equal(("slos/one.yaml", 3, 9), (wrong.File, wrong.Line, wrong.Column));
        Assert.Equal("'slos' belongs into slos/*.yaml.",
            Assert.Single(Texts.Reader.ReadFiles(Texts.Documents(("oncall/a.yaml", "slos: []")), _ => null).Problems).Message);
    }

    [Fact]
    public void Another_workspace_is_the_callers_and_not_the_texts()
    {
        Texts.AssertProblems(
            "slos: [{name: a, service: s, target: 0.9, workspace: §default}]", "in the operator's files only", text => Texts.Own(text));
        var (slos, problems) = SloText.Read(new("body", """{"name": "a", "service": "s", "target": 0.9}"""), "shop");
        Assert.Empty(problems);
        Assert.Equal(("a", "shop"), (slos[0].Name, slos[0].Workspace));
        Assert.Equal(2, SloText.Read(new("body", "slos: [{name: a, service: s, target: 0.9}, {name: b, service: s, target: 0.9}]"),
            "shop").Slos.Length);
        Assert.Contains("workspace", SloText.Read(new("body", "{name: a, service: s, target: 0.9, workspace: shop}"), "shop").Problems[0].Message,
            StringComparison.Ordinal);
        Assert.Equal("There is no SLO in it.", SloText.Read(new("body", ""), "shop").Problems[0].Message);
        Assert.Equal((1, 1), SloText.Read(new("body", "[]"), "shop").Problems[0] is var problem ? (problem.Line, problem.Column) : default);
    }

    [Fact]
    public void Files_say_what_they_define_and_warn_of_what_can_never_happen()
    {
        var definitions = Texts.Right(Texts.Files(
            "slos: [{name: a, service: s, target: 0.9}, {name: b, service: s, target: 0.9, alerting: {tiers: none}}]"));
        Assert.Equal(["a", "b"], Texts.Reader.Summarize(definitions).Lines.Single(line => line.What == "slos").Names);
        var warnings = CoverageRules.Of(definitions).Warnings;
        Assert.Contains(
            "The SLO a leaves page_fast out: with a target of 90 % even a total outage burns 10 times, and the tier begins at 14.4.", warnings);
        Assert.Contains("The SLO b has no tiers: it opens no incident however fast its budget burns.", warnings);
    }

    private static SloDefinition One(string text) => Assert.Single(Texts.Right(Texts.Files(text)).Of(SloSection.Key));
}
