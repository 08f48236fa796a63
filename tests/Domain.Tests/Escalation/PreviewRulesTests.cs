using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
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

    [Fact]
    public void What_is_still_to_come_names_who_is_told_then_and_where()
    {
        var state = EscalationRules.RecordSteps(
            EscalationRules.Start(Payments, Noon), [new FiredStep(0, 1, Noon, Noon, StepOutcome.Sent) { People = ["dave"] }]);
        var coming = Coming(state);
        Assert.Equal(
            [(0, 2, Noon.AddMinutes(15), "eve"), (0, 3, Noon.AddMinutes(30), "ann"), (1, 1, Noon.AddMinutes(45), "dave")],
            coming.Select(step => (step.Cycle, step.Level, step.DueAt, step.People.Single())));
        Assert.Equal(["slack", "email"], coming[0].Channels);
    }

    [Fact]
    public void Nothing_is_to_come_once_somebody_has_it() =>
        Assert.Empty(Coming(EscalationRules.OnAcknowledged(EscalationRules.Start(Payments, Noon), Severity.Critical, Noon)));

    private static ImmutableArray<ComingStep> Coming(EscalationState state) =>
        PreviewRules.Coming(Company, "payments", Severity.Critical, state, Duty, most: 3);

    private static EscalationPreview Of(int minutes) => PreviewRules.Of(Company, "payments", Severity.Critical, minutes, Noon, Duty);
}
