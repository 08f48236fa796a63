using AiSre.Domain.Incidents;
using AiSre.Domain.Tests.Escalation;

namespace AiSre.Domain.Tests.Incidents;

/// <summary>A link acknowledges once, whatever happens to the incident afterwards.</summary>
public sealed class LinkUseRulesTests
{
    private static readonly DateTimeOffset Noon = Rota.Noon;
    private static readonly Incident Open = Rota.Incident();

    [Fact]
    public void It_acknowledges_in_the_name_of_whom_the_message_was_for()
    {
        var change = LinkUseRules.Acknowledge(Open, "dave", Noon, Noon.AddMinutes(5));
        Assert.Equal(
            (IncidentPhase.Acknowledged, "dave", Noon.AddMinutes(5)),
            (change.Incident.Phase, change.Incident.AcknowledgedBy, change.Incident.AcknowledgedAt));
        Assert.Equal(Noon.AddMinutes(5), change.Incident.FirstResponseAt);
        var said = Assert.Single(change.Events);
        Assert.Equal((EventTypes.IncidentAcknowledged, "dave", """{"via":"link"}"""), (said.Type, said.Actor, said.Payload));
    }

    [Fact]
    public void A_second_press_changes_nothing()
    {
        var once = LinkUseRules.Acknowledge(Open, "dave", Noon, Noon.AddMinutes(5)).Incident;
        var twice = LinkUseRules.Acknowledge(once, "dave", Noon, Noon.AddMinutes(6));
        Assert.True(twice.IsNone);
        Assert.Same(once, twice.Incident);
    }

    [Fact]
    public void A_press_that_is_recorded_and_sent_again_after_it_was_given_back_changes_nothing()
    {
        var once = LinkUseRules.Acknowledge(Open, "dave", Noon, Noon.AddMinutes(5)).Incident;
        var givenBack = IncidentRules.Unacknowledge(once, "dave", Noon.AddMinutes(6)).Incident;
        Assert.True(LinkUseRules.Acknowledge(givenBack, "dave", Noon, Noon.AddMinutes(7)).IsNone);
        // An earlier message of the same person is no way around it.
        Assert.True(LinkUseRules.Acknowledge(givenBack, "dave", Noon.AddMinutes(-10), Noon.AddMinutes(7)).IsNone);

        var over = IncidentRules.Resolve(once, "eve", null, human: true, Noon.AddMinutes(8), Noon.AddMinutes(8)).Incident;
        var again = IncidentRules.Reopen(over, "system", null, Noon.AddMinutes(9)).Incident;
        Assert.True(LinkUseRules.Acknowledge(again, "dave", Noon, Noon.AddMinutes(10)).IsNone);
    }

    [Fact]
    public void A_newer_message_brings_a_link_that_works_and_others_have_links_of_their_own()
    {
        var once = LinkUseRules.Acknowledge(Open, "dave", Noon, Noon.AddMinutes(5)).Incident;
        var givenBack = IncidentRules.Unacknowledge(once, "dave", Noon.AddMinutes(6)).Incident;
        Assert.Equal("eve", LinkUseRules.Acknowledge(givenBack, "eve", Noon, Noon.AddMinutes(7)).Incident.AcknowledgedBy);
        var again = LinkUseRules.Acknowledge(givenBack, "dave", Noon.AddMinutes(6), Noon.AddMinutes(7)).Incident;
        Assert.Equal("dave", again.AcknowledgedBy);
        Assert.Equal([new UsedLink("dave", Noon.AddMinutes(6))], again.LinksUsed);
    }

    [Fact]
    public void What_somebody_has_or_is_over_stays_so_and_the_link_is_not_used_up()
    {
        var eves = IncidentRules.Acknowledge(Open, "eve", null, human: true, Noon).Incident;
        Assert.True(LinkUseRules.Acknowledge(eves, "dave", Noon, Noon.AddMinutes(1)).IsNone);
        var givenBack = IncidentRules.Unacknowledge(eves, "eve", Noon.AddMinutes(2)).Incident;
        Assert.Equal("dave", LinkUseRules.Acknowledge(givenBack, "dave", Noon, Noon.AddMinutes(3)).Incident.AcknowledgedBy);
        var over = IncidentRules.Resolve(Open, "eve", null, human: true, Noon, Noon).Incident;
        Assert.True(LinkUseRules.Acknowledge(over, "dave", Noon, Noon.AddMinutes(1)).IsNone);
    }
}
