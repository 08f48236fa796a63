using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class FixNoticeRulesTests
{
    private static readonly FixNotice Notice = new("unverified.act-1", "That has not helped.", "alice");

    [Fact]
    public void Those_who_have_it_hear_once_that_a_fix_has_not_helped()
    {
        var told = FixNoticeRules.Tell(Announced(), Notice, Around(Noon.AddMinutes(2)));
        Assert.Contains("slack/default", told.Where());
        Assert.All(
            told.Messages,
            message => Assert.Equal((NotificationKind.FixFailed, "That has not helped."), (message.Content.Kind, message.Content.Note)));
        Assert.Contains("n:ws:inc-1:fix_failed:unverified.act-1:slack:default", told.Messages.Select(message => message.Key));
        Assert.Empty(told.Change.Events);
        var again = FixNoticeRules.Tell(told.Change.Incident, Notice, Around(Noon.AddMinutes(3)));
        Assert.Same(told.Change.Incident, again.Change.Incident);
        Assert.Empty(again.Messages);
    }

    [Fact]
    public void Who_has_not_heard_of_it_yet_hears_by_the_routes() =>
        Assert.NotEmpty(FixNoticeRules.Tell(Incident(Severity.High), Notice, Around(Noon)).Messages);

    [Fact]
    public void What_the_timeline_does_not_say_by_itself_is_noted()
    {
        var noted = FixNoticeRules.Tell(Announced(), Notice with { IsNoted = true }, Around(Noon.AddMinutes(2)));
        Assert.Equal((EventTypes.NoteAdded, "alice"), (noted.Change.Events[0].Type, noted.Change.Events[0].Actor));
        Assert.Contains("That has not helped.", noted.Change.Events[0].Payload, StringComparison.Ordinal);
    }

    [Fact]
    public void While_it_is_snoozed_or_nobody_is_told_of_anything_it_is_only_remembered()
    {
        var snoozed = Announced() with { SnoozedUntil = Noon.AddHours(1) };
        var held = FixNoticeRules.Tell(snoozed, Notice, Around(Noon.AddMinutes(2)));
        Assert.Empty(held.Messages);
        Assert.Equal(["unverified.act-1"], held.Change.Incident.FixNotices);
        var nobody = Around(Noon) with { Definitions = WorkspaceDefinitions.Empty };
        Assert.Empty(FixNoticeRules.Tell(Incident(Severity.High), Notice, nobody).Messages);
    }

    private static Incident Announced() => Incident().Wake(Noon).Incident;
}
