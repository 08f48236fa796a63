using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class PreviewRulesTests
{
    [Fact]
    public void After_45_minutes_the_second_pass_has_begun()
    {
        var preview = Of(45);
        Assert.Equal("payments-default", preview.Policy);
        Assert.Equal(
            (1, 1, 45, "dave"), (preview.Current!.Cycle, preview.Current.Level, preview.Current.AfterMinutes, preview.Current.Targets.Single()));
        Assert.Equal(["slack", "pagerduty"], preview.Current.Channels);
        Assert.Equal([0, 15, 30, 45], preview.Fired.Select(step => step.AfterMinutes));
        Assert.Equal((1, 2, 15, "eve"), (preview.Next!.Cycle, preview.Next.Level, preview.Next.InMinutes, preview.Next.Targets.Single()));
        Assert.False(preview.Exhausted);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(14, 1, false)]
    [InlineData(15, 2, false)]
    [InlineData(120, 9, false)]
    [InlineData(134, 9, false)]
    [InlineData(135, 9, true)]
    [InlineData(100_000, 9, true)]
    public void It_is_exhausted_when_the_last_pass_is_over(int minutes, int fired, bool exhausted) =>
        Assert.Equal((fired, exhausted), (Of(minutes).Fired.Length, Of(minutes).Exhausted));

    [Fact]
    public void Channels_that_a_level_leaves_to_the_routes_are_shown() =>
        Assert.Equal(["slack", "email"], PreviewRules.Of(Company, "cart", Severity.High, 0, Noon, Duty).Current!.Channels);

    [Fact]
    public void A_gap_is_shown_as_nobody() => Assert.Empty(PreviewRules.Of(Company, "payments", Severity.Critical, 0, Noon, Gap).Current!.Targets);

    private static EscalationPreview Of(int minutes) => PreviewRules.Of(Company, "payments", Severity.Critical, minutes, Noon, Duty);
}
