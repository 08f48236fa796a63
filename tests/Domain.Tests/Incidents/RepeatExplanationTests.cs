using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Incidents;

public sealed class RepeatExplanationTests
{
    private static readonly DedupOptions Options = DedupOptions.Default with
    {
        S2Window = TimeSpan.FromMinutes(31), S2Life = TimeSpan.FromHours(7), S3Window = TimeSpan.FromMinutes(11),
        ReopenWindow = TimeSpan.FromMinutes(6), ManualMute = TimeSpan.FromMinutes(61),
    };

    private static readonly Incident Open = new()
    {
        Id = "inc-1", Workspace = "w", Title = "Down", Severity = Severity.High, Source = "webhook",
        CreatedAt = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void Each_rule_says_the_windows_that_are_set()
    {
        var steps = RepeatExplanation.Of(Open, Options);
        Assert.Equal([DedupStrategy.SourceIdentity, DedupStrategy.ContentHash, DedupStrategy.TitleSimilarity], steps.Select(step => step.Rule));
        Assert.All(steps, step => Assert.True(step.Applies));
        Assert.EndsWith("within 31 minutes of the last one, for at most 7 hours.", steps[1].Why, StringComparison.Ordinal);
        Assert.EndsWith("within 11 minutes of the last one.", steps[2].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guaranteed_identity_is_the_reason_not_to_compare_text()
    {
        var steps = RepeatExplanation.Of(Open with { Adapter = AlertSource.Grafana }, Options);
        Assert.Equal([true, false, false], steps.Select(step => step.Applies));
        Assert.All(
            steps.Skip(1), step =>
            Assert.Equal("The source grafana guarantees identity: an unknown identity is a new alert, however alike it reads.", step.Why));
    }

    [Fact]
    public void So_is_that_it_is_switched_off() =>
        Assert.Equal("Comparing content is switched off in this workspace.", RepeatExplanation.Of(Open, Options with { Enabled = false })[1].Why);

    [Fact]
    public void What_is_resolved_is_reopened_or_not()
    {
        var resolved = Open with { Phase = IncidentPhase.Resolved };
        Assert.Equal([true, false, false], RepeatExplanation.Of(resolved, Options).Select(step => step.Applies));
        Assert.Contains("reopens it within 6 minutes", RepeatExplanation.Of(resolved, Options)[0].Why, StringComparison.Ordinal);
        Assert.Contains(
            "stays quiet for 61 minutes", RepeatExplanation.Of(resolved with { ResolvedByHuman = true }, Options)[0].Why, StringComparison.Ordinal);
    }
}
