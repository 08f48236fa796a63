using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class EscalationRulesTests
{
    private static readonly EscalationState Started = EscalationRules.Start(Payments, Noon);

    [Theory]
    [InlineData(0, 1, "0.1")]
    [InlineData(14, 1, "0.1")]
    [InlineData(15, 2, "0.2")]
    [InlineData(30, 3, "0.3")]
    [InlineData(45, 4, "1.1")]
    [InlineData(120, 9, "2.3")]
    [InlineData(100_000, 9, "2.3")]
    public void Minutes_are_counted_from_the_start_of_the_escalation_and_passes_follow_one_another(int minutes, int steps, string last)
    {
        var due = EscalationRules.Due(Started, Severity.Critical, Noon.AddMinutes(minutes));
        Assert.Equal(steps, due.Length);
        Assert.Equal(last, $"{due[^1].Cycle}.{due[^1].Level}");
    }

    [Fact]
    public void It_is_looked_at_again_at_its_next_step_and_after_the_last_one_at_the_end_of_its_pass()
    {
        Assert.Equal(Noon, EscalationRules.NextAt(Started, Severity.Critical));
        Assert.Equal(Noon.AddMinutes(45), EscalationRules.NextAt(Take(Started, 30), Severity.Critical));
        Assert.Equal(Noon.AddMinutes(135), EscalationRules.NextAt(Take(Started, 120), Severity.Critical));
        Assert.Null(EscalationRules.NextAt(EscalationRules.OnAcknowledged(Started, Severity.Critical, Noon), Severity.Critical));
    }

    [Fact]
    public void A_step_is_due_once() => Assert.Empty(EscalationRules.Due(Take(Started, 15), Severity.Critical, Noon.AddMinutes(29)));

    [Theory]
    [InlineData("payments", Severity.Critical, "both")]
    [InlineData("PAYMENTS", Severity.Critical, "both")]
    [InlineData("payments", Severity.Info, "service")]
    [InlineData("cart", Severity.Critical, "severity")]
    [InlineData("cart", Severity.Info, "all")]
    [InlineData(null, Severity.Info, "all")]
    public void The_most_specific_policy_matches(string? service, Severity severity, string policy)
    {
        var definitions = Company with
        {
            Policies =
            [
                Payments with { Name = "all", Services = [], Severities = [] },
                    Payments with { Name = "severity", Services = [], Severities = [Severity.Critical] },
                Payments with { Name = "service", Severities = [] }, Payments with { Name = "both", Severities = [Severity.Critical] },
            ],
        };
        Assert.Equal(policy, EscalationRules.Match(definitions, service, severity).Name);
    }

    [Fact]
    public void Where_no_policy_matches_the_default_does_and_without_one_the_built_in()
    {
        Assert.Same(BuiltInPolicy.Value, EscalationRules.Match(Company, "cart", Severity.Critical));
        var own = Payments with { Name = "own" };
        Assert.Same(own, EscalationRules.Match(Company with { DefaultPolicy = own }, "cart", Severity.Critical));
        Assert.Equal([0, 15, 30], BuiltInPolicy.Value.Levels.Select(level => level.AfterMinutes));
    }

    [Fact]
    public void An_acknowledgement_cancels_what_was_due_and_an_expired_one_starts_the_next_pass_from_the_first_level()
    {
        var acknowledged = EscalationRules.OnAcknowledged(Take(Started, 0), Severity.Critical, Noon.AddMinutes(16));
        Assert.Equal((EscalationStatus.Acknowledged, StepOutcome.Cancelled), (acknowledged.Status, acknowledged.Fired[^1].Outcome));
        var again = EscalationRules.OnAckExpired(acknowledged, Noon.AddMinutes(76));
        Assert.Equal((1, EscalationStatus.Active), (again.FirstCycle, again.Status));
        var due = EscalationRules.Due(again, Severity.Critical, Noon.AddMinutes(76));
        Assert.Equal((1, 1, Noon.AddMinutes(76)), due.Select(step => (step.Cycle, step.Level, step.DueAt)).Single());
    }

    [Fact]
    public void Another_policy_for_a_higher_severity_starts_over_and_spares_who_was_told_a_moment_ago()
    {
        var told = EscalationRules.RecordSteps(Started, [new(0, 1, Noon, Noon, StepOutcome.Sent) { People = ["dave"] }]);
        var raised = EscalationRules.OnSeverityRaised(told, Payments with { Name = "war-room" }, Noon.AddMinutes(4));
        Assert.Equal(("war-room", 1, Noon.AddMinutes(4)), (raised.Policy.Name, raised.FirstCycle, raised.StartedAt));
        Assert.Equal("dave", Assert.Single(raised.Spared).Person);
        Assert.Empty(EscalationRules.OnSeverityRaised(told, Payments with { Name = "war-room" }, Noon.AddMinutes(6)).Spared);
        Assert.Equal(told.StartedAt, EscalationRules.OnSeverityRaised(told, Payments, Noon.AddMinutes(4)).StartedAt);
    }

    [Fact]
    public void However_often_it_starts_over_what_is_remembered_stays_small_and_no_number_comes_twice()
    {
        var state = Started;
        for (var i = 0; i < 500; i++) state = EscalationRules.OnAckExpired(Take(state, 0), Noon);
        Assert.Equal((500, 200), (state.FirstCycle, state.Fired.Length));
        Assert.Equal(state.Fired.Length, state.Fired.Select(step => (step.Cycle, step.Level)).Distinct().Count());
    }

    private static EscalationState Take(EscalationState state, int minutes) => EscalationRules.RecordSteps(
        state, EscalationRules.Due(state, Severity.Critical, Noon.AddMinutes(minutes))
            .Select(step => new FiredStep(step.Cycle, step.Level, step.DueAt, Noon.AddMinutes(minutes), StepOutcome.Sent)));
}
