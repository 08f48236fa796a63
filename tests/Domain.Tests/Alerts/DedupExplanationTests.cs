using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using CsCheck;
using static AiSre.Domain.Tests.Alerts.Signals;

namespace AiSre.Domain.Tests.Alerts;

public class DedupExplanationTests
{
    private static readonly AlertSignal Down = Firing("Primary database down");

    [Fact]
    public void A_new_incident_says_why_each_rule_missed()
    {
        var steps = Explain(Down, null, Open(Down, Noon), [], Noon.AddMinutes(31));
        Assert.Equal([DedupStrategy.SourceIdentity, DedupStrategy.ContentHash, DedupStrategy.TitleSimilarity], steps.Select(step => step.Rule));
        Assert.Equal("The signal carries no identity.", steps[0].Why);
        Assert.Equal("The same content was last seen more than 30 minutes ago.", steps[1].Why);
        Assert.All(steps, step => Assert.False(step.Hit));
    }

    [Fact]
    public void A_guaranteed_identity_is_the_reason_not_to_compare_text()
    {
        var steps = Explain(Firing("Down", AlertSource.Grafana) with { Identity = "x" }, null, Open(Down, Noon), [], Noon);
        Assert.Equal("The source grafana guarantees identity, so an unknown identity is a new alert.", steps[1].Why);
    }

    [Fact]
    public void The_explanation_ends_with_the_rule_that_decided() => Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 40], Gen.Bool).Sample((identity, content, minutes, storm) =>
    {
        var (same, now) = (content ? Open(Down, Noon) : null, Noon.AddMinutes(minutes));
        OpenAlert[] recent = [Open(Firing("Primary database is down"), Noon)];
        var known = identity ? Open(Down with { Identity = "a" }, Noon) : null;
        var decision = DedupRules.Decide(Down, HashOf(Down), FeaturesOf(Down), known, same, recent, now, DedupOptions.Default, storm);
        var steps = DedupExplanation.Explain(Down, FeaturesOf(Down), known, same, recent, now, DedupOptions.Default, storm);
        Assert.Equal(decision.Strategy, steps.SingleOrDefault(step => step.Hit)?.Rule);
        Assert.Equal(decision.IsRepeat, steps[^1].Hit);
    }, iter: 100);

    private static ImmutableArray<DedupStep> Explain(AlertSignal signal, OpenAlert? sameIdentity, OpenAlert? sameContent, OpenAlert[] recent, DateTimeOffset now) =>
        DedupExplanation.Explain(signal, FeaturesOf(signal), sameIdentity, sameContent, recent, now, DedupOptions.Default, storm: false);
}
