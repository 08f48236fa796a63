using AiSre.Domain.Alerts;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.Autonomy;

public sealed class CandidateRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Incident Open = new()
    {
        Id = "inc-1", Workspace = "ws", Title = "t", Severity = Severity.High, Source = "webhook", CreatedAt = Now,
    };

    public static TheoryData<string, Incident, string?, bool> Incidents => new()
    {
        { "open", Open, null, true },
        { "open again after its acknowledgement expired", Open with { AcknowledgedBy = null, ReopenCount = 1 }, null, true },
        { "snoozed until a while ago", Open with { SnoozedUntil = Now.AddMinutes(-1) }, null, true },
        { "acknowledged", Open with { Phase = IncidentPhase.Acknowledged, AcknowledgedBy = "dave" }, null, false },
        { "acknowledged by nobody knows whom", Open with { Phase = IncidentPhase.Acknowledged }, null, false },
        { "resolved", Open with { Phase = IncidentPhase.Resolved }, null, false },
        { "assigned", Open with { AssignedTo = "dave" }, null, false },
        { "snoozed", Open with { SnoozedUntil = Now.AddMinutes(1) }, null, false },
        { "flapping", Open with { Flapping = true }, null, false },
        { "a child", Open, "inc-0", false },
    };

    [Theory, MemberData(nameof(Incidents))]
    public void Autonomy_keeps_off_what_a_person_has_and_what_is_no_problem_of_its_own(string what, Incident incident, string? parent, bool may) =>
        Assert.True(may == CandidateRules.WhyNot(new(incident, parent), Now) is null, what);

    [Fact]
    public void The_worst_comes_first_and_then_what_has_waited_longest()
    {
        var order = CandidateRules.InOrder(
            new[] { ("old", Severity.High, 30), ("new", Severity.High, 1), ("worst", Severity.Critical, 0), ("info", Severity.Info, 90) }
                .Select(row => new AutonomyCandidate(
                    Open with { Id = row.Item1, Severity = row.Item2, CreatedAt = Now.AddMinutes(-row.Item3) }, null)));
        Assert.Equal(["worst", "old", "new", "info"], order.Select(candidate => candidate.Incident.Id));
    }

    [Theory]
    [InlineData(31, true, false, true)]
    [InlineData(30, true, false, true)]
    [InlineData(29, true, false, false)]
    [InlineData(29, true, true, false)]
    [InlineData(29, false, false, false)]
    [InlineData(29, false, true, true)]
    public void Nothing_is_tried_twice_in_half_an_hour_unless_a_person_only_wants_to_see_it(int minutesAgo, bool executed, bool manual, bool may) =>
        Assert.Equal(may, CandidateRules.WhyNotAgain([new(Now.AddMinutes(-minutesAgo), executed)], manual, Now) is null);

    [Fact]
    public void Autonomy_acts_twice_for_an_incident_and_never_again()
    {
        AutonomousTry[] tries = [new(Now.AddDays(-3), true), new(Now.AddDays(-2), true)];
        Assert.Null(CandidateRules.WhyNotAgain([tries[0], new(Now.AddDays(-1), false)], false, Now));
        Assert.NotNull(CandidateRules.WhyNotAgain(tries, false, Now));
        Assert.NotNull(CandidateRules.WhyNotAgain(tries, true, Now));
    }

    [Theory]
    [InlineData(false, 1, 60)]
    [InlineData(false, 2, 4)]
    [InlineData(true, 2, 5)]
    [InlineData(true, 3, 60)]
    public void When_it_has_done_what_it_may_and_the_last_was_looked_at_a_person_must_hear_of_it(bool givenUp, int acted, int minutesAgo) =>
        Assert.Equal(givenUp, CandidateRules.IsGivenUp(
            [.. Enumerable.Range(0, acted).Select(i => new AutonomousTry(Now.AddMinutes(-minutesAgo - i), true)), new(Now, false)], Now));
}
