using System.Runtime.CompilerServices;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos.Importing;
using AiSre.Domain.Tests.Definitions;

namespace AiSre.Domain.Tests.Slos;

/// <summary>Definitions of OpenSLO, Sloth and Pyrra.</summary>
public sealed class SloImporterTests
{
    private static readonly SloImport OpenSlo = Import("openslo.yaml"), Sloth = Import("sloth.yaml"), Pyrra = Import("pyrra.yaml");

    [Fact]
    public void Of_OpenSLO_good_and_total_become_increases_of_each_series()
    {
        var slo = OpenSlo.Slos[0];
        Assert.Equal(
            ("shop-availability", "shop", 0.9995, 28, "Nearly all requests are answered."),
            (slo.Name, slo.Service, slo.Target, slo.Window.Days, slo.Description));
        Assert.Equal(
            new PrometheusSloSource
            {
                UrlRef = "prom-main",
                GoodQuery = """sum(increase(http_requests_total{job="shop",code!~"5.."}[{{window}}]))""",
                TotalQuery = """sum(increase(http_requests_total{job="shop"}[{{window}}]))""",
            }, slo.Source);
    }

    [Fact]
    public void Of_OpenSLO_bad_events_fixed_ranges_and_months_are_taken()
    {
        var slo = OpenSlo.Slos[1];
        Assert.Equal(("shop-errors", CalendarUnit.Month, "Europe/Berlin"), (slo.Name, slo.Window.Unit, slo.Window.TimeZone));
        Assert.Equal(
            """sum(rate(http_requests_total{job="shop",code=~"[45].."}[{{window}}]))""", Assert.IsType<PrometheusSloSource>(slo.Source).ErrorQuery);
    }

    [Fact]
    public void Of_OpenSLO_a_share_of_successes_is_turned_round()
    {
        var slo = OpenSlo.Slos[2];
        Assert.Equal(
            "1 - (sum_over_time(good[{{window}}]) / sum_over_time(all[{{window}}]))", Assert.IsType<PrometheusSloSource>(slo.Source).ErrorRatioQuery);
        Assert.Equal((3, false), (OpenSlo.Slos.Length, OpenSlo.IsRefused));
    }

    [Fact]
    public void Of_Sloth_each_slo_of_the_service_is_taken()
    {
        Assert.Equal(
            [("checkout-requests-availability", 0.999), ("checkout-requests-latency", 0.99), ("checkout-precomputed", 0.955)],
            Sloth.Slos.Select(slo => (slo.Name, slo.Target)));
        Assert.Equal([SloTier.PageFast, SloTier.PageSlow], Sloth.Slos[0].Alerting.Tiers);
        Assert.Empty(Sloth.Slos[1].Alerting.Tiers);
        Assert.Equal(
            """sum(rate(http_requests_total{job="checkout"}[{{window}}]))""", Assert.IsType<PrometheusSloSource>(Sloth.Slos[0].Source).TotalQuery);
        Assert.Equal(
            "sum_over_time(errors[{{window}}]) / sum_over_time(requests[{{window}}])",
            Assert.IsType<PrometheusSloSource>(Sloth.Slos[2].Source).ErrorRatioQuery);
        Assert.False(Sloth.IsRefused);
    }

    [Fact]
    public void Of_Pyrra_all_four_indicators_are_taken()
    {
        Assert.Equal(
            [("api-errors", 0.995, 14, null, null), ("api-latency", 0.99, 28, 250.0, "handler"), ("rpc-latency", 0.99, 7, 200.0, null),
                ("probes", 0.95, 30, null, "instance")],
            Pyrra.Slos.Select(slo => (slo.Name, slo.Target, slo.Window.Days, slo.LatencyThresholdMs, slo.GroupBy)));
        Assert.Equal([4, 4, 0, 0], Pyrra.Slos.Select(slo => slo.Alerting.Tiers.Length));
        Assert.Equal(
            [
                """sum(increase(http_requests_total{job="api"}[{{window}}]))""",
                """sum by (handler) (increase(http_request_duration_seconds_count{job="api"}[{{window}}]))""",
                """histogram_count(sum(increase(rpc_duration_seconds{job="rpc"}[{{window}}])))""",
                """sum by (instance) (count_over_time(probe_success{job="blackbox"}[{{window}}]))""",
            ],
            Pyrra.Slos.Select(slo => ((PrometheusSloSource)slo.Source).TotalQuery));
        Assert.StartsWith("histogram_fraction(0, 0.2, sum(", ((PrometheusSloSource)Pyrra.Slos[2].Source).GoodQuery, StringComparison.Ordinal);
        Assert.False(Pyrra.IsRefused);
    }

    [Fact]
    public void The_report_says_of_every_field_what_became_of_it()
    {
        Assert.Equal(
            """
            sloth.yaml:2: taken: service: Is the service of all of them.
            sloth.yaml:3: left out: labels: Only names are shown.
            sloth.yaml:5: changed: slos[0].name: Its name here is 'checkout-requests-availability', with the service in it.
            sloth.yaml:6: taken: slos[0].objective: Is the target 0.999.
            sloth.yaml:8: left out: slos[0].labels: Only the name is shown.
            sloth.yaml:7: taken: slos[0].description: Is its description.
            sloth.yaml:11: taken: slos[0].sli.events.error_query: Is error_query.
            sloth.yaml:12: taken: slos[0].sli.events.total_query: Is total_query.
            """.ReplaceLineEndings("\n"), string.Join('\n', Sloth.Report.Take(8)));
        Assert.Contains(OpenSlo.Report, line => line.ToString() == "openslo.yaml:2: left out: kind: A service needs no definition here.");
        Assert.Contains(OpenSlo.Report, line => line.Line == 47 && line is { Verdict: ImportVerdict.LeftOut, Field: "spec.alertPolicies" });
        Assert.Contains(Pyrra.Report, line => line is { Verdict: ImportVerdict.Changed, Field: "spec.alerting.absent" });
        Assert.Equal(2, Pyrra.Report.Count(line => line.Message.StartsWith("The SLO ", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var odd = new SloDefinition
        {
            Name = "odd", Service = "it's: a #service", Target = 0.99999, Description = "null", MaxGroups = 7, GroupBy = "tenant",
            Window = SloWindow.Calendar(CalendarUnit.Quarter, "America/New_York"), Indicator = SloIndicator.Latency, LatencyThresholdMs = 0.5,
            LatencyPercentile = "p99.9", Source = new IncidentSloSource { Patterns = ["latency"] },
            Alerting = new() { Tiers = [SloTier.TicketSlow], MinEvents = 0, AbsentAfterMinutes = 60 },
        };
        SloDefinition[] all = [.. OpenSlo.Slos, .. Sloth.Slos, .. Pyrra.Slos, odd, odd with { Name = "events", Source = new EventSloSource() }];
        var text = SloYaml.Write(all);
        var read = Texts.Right(Texts.Reader.ReadFiles(Texts.Documents(("slos/imported.yaml", text)), _ => null)).Of(SloSection.Key);
        Assert.Equal(text, SloYaml.Write([.. all.Select(slo => read.Single(other => other.Name == slo.Name))]));
        Assert.Equal(all.Select(Shown).Order(), read.Select(Shown).Order());
        Assert.Equal("slos: []\n", SloYaml.Write([]));

        static string Shown(SloDefinition slo) => System.Text.Json.JsonSerializer.Serialize(slo);
    }

    internal static SloImport Import(string name, [CallerFilePath] string here = "") => SloImporter.Import(
        Texts.Documents((name, File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "Foreign", name)))), "default");
}
