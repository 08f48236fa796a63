using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

/// <summary>A page that reaches nobody is loud, and the next one follows at once.</summary>
public sealed class UnreachedRulesTests
{
    private static readonly DateTimeOffset Soon = Noon.AddSeconds(3);

    private static readonly Incident Paged = Incident().Wake(Noon).Incident;

    [Fact]
    public void When_every_message_of_a_step_is_dead_the_next_level_is_told_at_once()
    {
        var reaction = UnreachedRules.Of(Paged, Pages(PageFate.Dead, PageFate.Dead), Around(Soon));
        Assert.Equal(["0.1 unreached", "0.2 sent"], reaction.Change.Incident.Outcomes());
        Assert.Equal(["slack/default", "email/eve@x.test"], reaction.Where());
        Assert.Equal([EventTypes.EscalationUnreached, EventTypes.EscalationStep], reaction.Change.Events.Select(e => e.Type));
        Assert.True(UnreachedRules.SaysSo(reaction.Change.Events[0]));
        Assert.Contains(new(IncidentWake.Escalation, Noon.AddMinutes(30)), reaction.Wakes);
        // Its time comes and goes: nobody is told twice.
        Assert.DoesNotContain(reaction.Change.Incident.Wake(Noon.AddMinutes(15)).Reaction.Messages, message => message.IsPage);
    }

    [Theory]
    [InlineData(PageFate.Arrived, PageFate.Dead)]
    [InlineData(PageFate.Dead, PageFate.Waiting)]
    [InlineData(PageFate.Failing, PageFate.Arrived)]
    public void As_long_as_one_of_them_has_arrived_or_may_be_in_time_nothing_follows(PageFate slack, PageFate pager)
    {
        var reaction = UnreachedRules.Of(Paged, Pages(slack, pager), Around(Soon));
        Assert.Empty(reaction.Messages);
        Assert.True(reaction.Change.IsNone);
    }

    [Fact]
    public void Messages_that_fail_again_and_again_count_as_dead_although_they_are_tried_on() =>
        Assert.Equal(
            ["0.1 unreached", "0.2 sent"],
            UnreachedRules.Of(Paged, Pages(PageFate.Failing, PageFate.Dead), Around(Soon)).Change.Incident.Outcomes());

    [Fact]
    public void After_the_last_level_the_admins_get_mail_and_the_passes_go_on()
    {
        var one = Company with { Policies = [Payments with { Levels = [Payments.Levels[0]] }] };
        var paged = Incident().Wake(Noon, context: Around(Noon, definitions: one)).Incident;
        var reaction = UnreachedRules.Of(paged, Pages(PageFate.Dead, PageFate.Dead), Around(Soon, definitions: one));
        Assert.Equal(["email/ann@x.test"], reaction.Where());
        Assert.Equal(EscalationStatus.Active, reaction.Change.Incident.Escalation!.Status);
        Assert.Contains(reaction.Change.Events, UnreachedRules.SaysSo);
    }

    [Fact]
    public void What_somebody_has_acknowledged_or_ended_needs_no_further_page()
    {
        foreach (var phase in new[] { IncidentPhase.Acknowledged, IncidentPhase.Resolved })
            Assert.True(UnreachedRules.Of(Paged with { Phase = phase }, Pages(PageFate.Dead, PageFate.Dead), Around(Soon)).Change.IsNone);
    }

    [Fact]
    public void The_log_as_a_stand_in_reaches_nobody()
    {
        SentPage[] pages = [.. Pages(PageFate.Dead, PageFate.Dead), new("esc:inc-1:0:1:default:log", "log", PageFate.Arrived)];
        Assert.Equal(["0.1 unreached", "0.2 sent"], UnreachedRules.Of(Paged, pages, Around(Soon)).Change.Incident.Outcomes());
    }

    [Fact]
    public void A_child_whose_page_is_dead_says_so()
    {
        SentPage[] pages = [new("n:ws:inc-0:opened:own.child.0:dave:email:dave@x.test", "email", PageFate.Dead)];
        var reaction = UnreachedRules.Of(Incident(), pages, Around(Soon));
        Assert.Equal(EventTypes.EscalationUnreached, Assert.Single(reaction.Change.Events).Type);
    }

    [Theory]
    [InlineData(1, 1, false, false)]
    [InlineData(1, 9, true, true)]
    [InlineData(3, 2, true, true)]
    [InlineData(4, 20, false, true)]
    [InlineData(0, 60, true, false)]
    public void Three_attempts_or_eight_seconds_without_an_answer_are_failing(int attempts, int seconds, bool starts, bool fails)
    {
        Assert.Equal(starts, UnreachedRules.StartsToFail(attempts, TimeSpan.FromSeconds(seconds)));
        Assert.Equal(fails, UnreachedRules.IsFailing(attempts, TimeSpan.FromSeconds(seconds)));
    }

    private static SentPage[] Pages(PageFate slack, PageFate pager) =>
        [new("esc:inc-1:0:1:U1:slack", "slack", slack), new("esc:inc-1:0:1:default:pagerduty", "pagerduty", pager)];
}
