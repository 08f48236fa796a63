using AiSre.Domain.Alerts;
using CsCheck;
using static AiSre.Domain.Tests.Alerts.Signals;

namespace AiSre.Domain.Tests.Alerts;

public class DedupRulesTests
{
    private static readonly AlertSignal Down = Firing("Primary database down");
    private static readonly AlertSignal IsDown = Firing("Primary database is down");

    [Fact]
    public void The_same_identity_is_a_repeat_however_long_ago()
    {
        var signal = Firing("Anything", AlertSource.Alertmanager) with { Identity = "fp-1" };
        var decision = Decide(signal with { Title = "Something else" }, [Open(signal, Noon)], Noon.AddDays(400));
        Assert.Equal((DedupStrategy.SourceIdentity, "fp-1", 1.0), (decision.Strategy, decision.Key, decision.Score!.Value));
    }

    [Fact]
    public void The_alternate_identity_finds_the_alert_too()
    {
        var open = Open(Firing("Anything", AlertSource.NewRelic) with { Identity = "42", AlternateIdentity = "uuid" }, Noon);
        Assert.Equal(DedupStrategy.SourceIdentity, Decide(Firing("Other", AlertSource.NewRelic) with { Identity = "uuid" }, [open], Noon).Strategy);
    }

    [Theory]
    [InlineData(AlertSource.Alertmanager, "b", null)]
    [InlineData(AlertSource.PagerDuty, "b", null)]
    [InlineData(AlertSource.Grafana, "b", null)]
    [InlineData(AlertSource.Opsgenie, "b", null)]
    [InlineData(AlertSource.NewRelic, "b", null)]
    [InlineData(AlertSource.Prometheus, "b", null)]
    [InlineData(AlertSource.Alertmanager, null, DedupStrategy.ContentHash)]
    [InlineData(AlertSource.Datadog, "b", DedupStrategy.ContentHash)]
    [InlineData(AlertSource.Webhook, "b", DedupStrategy.ContentHash)]
    public void Two_identities_are_two_alerts_where_the_source_guarantees_them(string source, string? identity, string? strategy)
    {
        var open = Open(Firing("Primary database down", source) with { Identity = "a" }, Noon);
        Assert.Equal(strategy, Decide(Firing("Primary database down", source) with { Identity = identity }, [open], Noon).Strategy);
    }

    [Theory]
    [InlineData(30 * 60, 0, DedupStrategy.ContentHash)]
    [InlineData(30 * 60 + 1, 0, null)]
    [InlineData(60, 24 * 3600 - 60, DedupStrategy.ContentHash)]
    [InlineData(60, 24 * 3600 - 59, null)]
    public void Equal_content_counts_for_30_minutes_after_the_last_and_24_hours_after_the_first(int sinceLast, int firstBeforeLast, string? strategy)
    {
        var open = Open(Down, Noon, firstSeen: Noon.AddSeconds(-firstBeforeLast)) with { Features = null };
        Assert.Equal(strategy, Decide(Down, [open], Noon.AddSeconds(sinceLast)).Strategy);
    }

    [Theory]
    [InlineData(10 * 60, false, DedupStrategy.TitleSimilarity)]
    [InlineData(10 * 60 + 1, false, null)]
    [InlineData(30 * 60, true, DedupStrategy.TitleSimilarity)]
    [InlineData(30 * 60 + 1, true, null)]
    public void A_similar_title_counts_for_10_minutes_and_for_30_in_a_storm(int seconds, bool storm, string? strategy) =>
        Assert.Equal(strategy, Decide(IsDown, [Open(Down, Noon)], Noon.AddSeconds(seconds), storm: storm).Strategy);

    [Theory]
    [InlineData(Severity.Critical, Severity.High, true)]
    [InlineData(Severity.Critical, Severity.Warning, false)]
    [InlineData(Severity.Info, Severity.Warning, true)]
    [InlineData(Severity.Critical, null, false)]
    [InlineData(Severity.High, null, true)]
    public void A_similar_title_counts_within_one_step_of_severity(Severity open, Severity? incoming, bool same) =>
        Assert.Equal(same, Decide(IsDown with { Severity = incoming }, [Open(Down with { Severity = open }, Noon)], Noon).Match is not null);

    [Fact]
    public void The_same_title_in_another_namespace_is_new() =>
        Assert.Equal(DedupDecision.New, Decide(Down, [Open(Firing(Down.Title, @namespace: "staging"), Noon)], Noon));

    [Fact]
    public void Another_workload_of_the_service_with_the_same_title_is_found_by_the_title()
    {
        var other = Down with { Subject = Down.Subject with { Deployment = "replica" } };
        Assert.Equal(DedupStrategy.TitleSimilarity, Decide(other, [Open(Down, Noon)], Noon).Strategy);
    }

    [Fact]
    public void The_most_similar_alert_wins_then_the_one_seen_last()
    {
        OpenAlert[] open =
            [Open(Firing("Primary database went down"), Noon, "inc-far"), Open(Down, Noon, "inc-old"), Open(Down, Noon.AddSeconds(1), "inc-late")];
        Assert.Equal("inc-late", Decide(IsDown, open, Noon.AddSeconds(2)).Match!.IncidentId);
        Assert.Equal("inc-late", Decide(IsDown, [.. open.Reverse()], Noon.AddSeconds(2)).Match!.IncidentId);
    }

    [Fact]
    public void Switched_off_it_still_knows_identities()
    {
        var off = DedupOptions.Default with { Enabled = false };
        var signal = Down with { Identity = "a" };
        Assert.Equal(DedupStrategy.SourceIdentity, Decide(signal, [Open(signal, Noon)], Noon, off).Strategy);
        Assert.Null(Decide(Down, [Open(Down, Noon)], Noon, off).Strategy);
    }

    [Fact]
    public void Empty_titles_are_not_equal_content() =>
        Assert.False(Decide(Firing("") with { Identity = "b" }, [Open(Firing("") with { Identity = "a" }, Noon)], Noon).Match is not null);

    [Fact]
    public void The_decision_by_identity_allocates_nothing()
    {
        var open = Open(Down with { Identity = "a" }, Noon);
        var (signal, features) = (Down with { Identity = "a" }, FeaturesOf(Down));
        var hits = 0;
        var before = 0L;
        for (var i = 0; i < 2_000; i++)
        {
            if (i == 1_000) before = GC.GetAllocatedBytesForCurrentThread();
            if (DedupRules.Decide(signal, "", features, open, null, [], Noon, DedupOptions.Default, false).Match is not null) hits++;
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2_000, hits);
    }

    [Fact]
    public void Similar_titles_never_join_services_or_namespaces() => Gen.Select(
        Gen.OneOfConst("a", "b", null), Gen.OneOfConst("x", "y", null), Gen.OneOfConst("a", "b", null), Gen.OneOfConst("x", "y", null),
            TitleNormalizerTests.AnyTitle)
        .Sample((service, space, otherService, otherSpace, title) =>
        {
            var open = Open(Firing(title, AlertSource.Datadog, otherService, otherSpace), Noon);
            var decision = Decide(Firing(title, AlertSource.Webhook, service, space), [open], Noon);
            Assert.NotEqual(DedupStrategy.ContentHash, decision.Strategy);
            if (decision.Match is not null) Assert.Equal((service, space), (otherService, otherSpace));
        }, iter: 500);
}
