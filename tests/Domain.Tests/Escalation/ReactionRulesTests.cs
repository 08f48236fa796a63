using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class ReactionRulesTests
{
    [Fact]
    public void An_acknowledgement_stops_the_escalation_and_chats_and_pagers_hear_of_it()
    {
        var reaction = React(Announced(), i => IncidentRules.Acknowledge(i, "dave", null, true, Noon.AddMinutes(2)), Noon.AddMinutes(2));
        Assert.Equal(["pagerduty/default", "slack/U1", "slack/default"], reaction.Where().Order(StringComparer.Ordinal));
        Assert.All(
            reaction.Messages, message =>
            Assert.Equal((NotificationKind.Acknowledged, "dave", "dave"), (message.Content.Kind, message.Content.Actor, message.Content.Owner)));
        Assert.Contains(new(IncidentWake.Escalation, null), reaction.Wakes);
        Assert.Contains(new(IncidentWake.AckTimeout, Noon.AddMinutes(62)), reaction.Wakes);
        Assert.Contains(new(IncidentWake.Reminder, null), reaction.Wakes);
        Assert.Empty(reaction.Change.Incident.Wake(Noon.AddMinutes(15)).Reaction.Messages);
    }

    [Fact]
    public void Its_time_out_opens_it_again_and_pages_from_the_first_level_with_the_next_number()
    {
        var acknowledged = React(
            Announced(), i => IncidentRules.Acknowledge(i, "dave", null, true, Noon.AddMinutes(2)), Noon.AddMinutes(2)).Change.Incident;
        Assert.Equal([new(IncidentWake.AckTimeout, Noon.AddMinutes(62))],
            EscalationAlarmRules.ExpireAck(acknowledged, Around(Noon.AddMinutes(61))).Wakes);
        var expired = EscalationAlarmRules.ExpireAck(acknowledged, Around(Noon.AddMinutes(62)));
        Assert.Equal(EventTypes.AckExpired, expired.Change.Events[0].Type);
        Assert.All(expired.Messages, message => Assert.Equal(NotificationKind.Unacknowledged, message.Content.Kind));
        Assert.Contains(new(IncidentWake.Escalation, Noon.AddMinutes(62)), expired.Wakes);
        var (incident, again) = expired.Change.Incident.Wake(Noon.AddMinutes(62));
        Assert.Equal(["0.1 sent", "1.1 sent"], incident.Outcomes());
        Assert.Equal(["esc:inc-1:1:1:U1:slack", "esc:inc-1:1:1:default:pagerduty"], again.Messages.Select(message => message.Key));
    }

    [Fact]
    public void The_end_is_told_where_the_beginning_was()
    {
        var reaction = React(
            Announced(), i => IncidentRules.Resolve(i, "dave", "rolled back", true, Noon.AddMinutes(5), Noon.AddMinutes(5)), Noon.AddMinutes(5));
        Assert.Equal(["email/default", "pagerduty/default", "slack/U1", "slack/default"], reaction.Where().Order(StringComparer.Ordinal));
        Assert.Contains("n:ws:inc-1:resolved:0:slack:default", reaction.Messages.Select(message => message.Key));
        Assert.All(reaction.Messages, message => Assert.Equal("rolled back", message.Content.Summary));
        Assert.All(reaction.Wakes, wake => Assert.Null(wake.At));
        Assert.Equal(EscalationStatus.Resolved, reaction.Change.Incident.Escalation!.Status);
    }

    [Fact]
    public void What_is_over_within_the_group_wait_was_not_worth_a_word()
    {
        var reaction = React(
            Incident(Severity.Warning), i =>
            IncidentRules.Resolve(i, "system", null, false, Noon.AddSeconds(20), Noon.AddSeconds(20)), Noon.AddSeconds(20));
        Assert.Empty(reaction.Messages);
        Assert.Contains(new(IncidentWake.Escalation, null), reaction.Wakes);
    }

    [Fact]
    public void Reopened_it_escalates_anew_and_those_who_knew_it_hear_of_it()
    {
        var resolved = React(
            Announced(), i =>
            IncidentRules.Resolve(i, "dave", null, true, Noon.AddMinutes(5), Noon.AddMinutes(5)), Noon.AddMinutes(5)).Change.Incident;
        var reopened = React(resolved, i => IncidentRules.Reopen(i, "eve", null, Noon.AddMinutes(7)), Noon.AddMinutes(7));
        Assert.Empty(reopened.Messages);
        Assert.Contains(new(IncidentWake.Escalation, Noon.AddMinutes(7)), reopened.Wakes);
        var (incident, page) = reopened.Change.Incident.Wake(Noon.AddMinutes(7));
        Assert.All(page.Messages, message => Assert.Equal(NotificationKind.Reopened, message.Content.Kind));
        Assert.Equal(["0.1 sent", "1.1 sent"], incident.Outcomes());
        var told = EscalationAlarmRules.Open(incident, Around(Noon.AddMinutes(7).AddSeconds(10)));
        Assert.Equal(
            ["n:ws:inc-1:reopened:1:email:default", "n:ws:inc-1:reopened:1:slack:default"],
            told.Messages.Select(message => message.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_higher_severity_is_told_and_starts_its_own_policy()
    {
        var definitions =
            Company with { Policies = [Payments with { Severities = [Severity.Critical] },
                Payments with { Name = "calm", Severities = [Severity.High] }] };
        var high = Incident(Severity.High).Wake(Noon, context: Around(Noon, definitions: definitions)).Incident;
        var at = Noon.AddMinutes(4);
        var raised = React(high, i => IncidentRules.RaiseSeverity(i, Severity.Critical, "webhook:x", at), at, definitions);
        Assert.Equal(["email/default", "pagerduty/default", "slack/U1", "slack/default"], raised.Where().Order(StringComparer.Ordinal));
        Assert.All(raised.Messages, message => Assert.Equal(NotificationKind.SeverityRaised, message.Content.Kind));
        Assert.Equal("payments-default", raised.Change.Incident.Escalation!.Policy.Name);
        // dave was told four minutes ago.
        var (incident, _) = raised.Change.Incident.Wake(at, context: Around(at, definitions: definitions));
        Assert.Equal(["0.1 sent", "1.1 suppressed"], incident.Outcomes());
        var later = React(
            high, i => IncidentRules.RaiseSeverity(i, Severity.Critical, "x", Noon.AddMinutes(6)), Noon.AddMinutes(6), definitions).Change.Incident;
        Assert.Equal(
            ["0.1 sent", "1.1 sent"],
            later.Wake(Noon.AddMinutes(6), context: Around(Noon.AddMinutes(6), definitions: definitions)).Incident.Outcomes());
    }

    [Fact]
    public void A_higher_severity_is_not_told_while_it_is_silenced_or_snoozed()
    {
        var high = Incident(Severity.High).Wake(Noon).Incident;
        var at = Noon.AddMinutes(4);
        foreach (
            var held in new[] { high with { Silenced = new("sil-1", at.AddHours(1), false, null) }, high with { SnoozedUntil = at.AddHours(1) } })
        {
            var raised = React(held, i => IncidentRules.RaiseSeverity(i, Severity.Critical, "x", at), at);
            Assert.Empty(raised.Messages);
            Assert.Equal(Severity.Critical, raised.Change.Incident.Severity);
        }
    }

    [Fact]
    public void Flapping_is_told_once_and_then_holds_everything_but_a_higher_severity()
    {
        var high = Incident(Severity.High).Wake(Noon).Incident;
        var flapping = React(high, i => IncidentRules.StartFlapping(i, "a", Noon.AddMinutes(10)), Noon.AddMinutes(10));
        Assert.All(flapping.Messages, message => Assert.Equal(NotificationKind.Flapping, message.Content.Kind));
        Assert.NotEmpty(flapping.Messages);
        var incident = flapping.Change.Incident;
        Assert.Empty(incident.Wake(Noon.AddMinutes(15)).Reaction.Messages);
        Assert.Empty(React(incident, i => IncidentRules.Acknowledge(i, "dave", null, true, Noon.AddMinutes(16)), Noon.AddMinutes(16)).Messages);
        Assert.NotEmpty(
            React(incident, i => IncidentRules.RaiseSeverity(i, Severity.Critical, "x", Noon.AddMinutes(16)), Noon.AddMinutes(16)).Messages);
        var calm = React(
            incident.Wake(Noon.AddMinutes(15)).Incident, i => IncidentRules.EndFlapping(i, "a", Noon.AddMinutes(70)), Noon.AddMinutes(70));
        Assert.Contains(new(IncidentWake.Escalation, Noon.AddMinutes(70)), calm.Wakes);
        var (after, told) = calm.Change.Incident.Wake(Noon.AddMinutes(70));
        Assert.Equal("1.2 sent", after.Outcomes().Last());
        Assert.All(told.Messages, message => Assert.Null(message.Content.LateBySeconds));
    }

    [Fact]
    public void What_PagerDuty_said_is_not_told_to_PagerDuty()
    {
        var reaction = ReactionRules.Of(
            Announced(), IncidentRules.Acknowledge(Announced(), "dave", null, true, Noon.AddMinutes(2)),
                Around(Noon.AddMinutes(2), from: AlertSource.PagerDuty));
        Assert.Equal(["slack/U1", "slack/default"], reaction.Where().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void After_twelve_messages_in_an_hour_an_address_hears_no_more_but_pages_and_their_ends()
    {
        var incident = Announced();
        var chat = new List<OutboxMessage>();
        for (var i = 0; i < 20; i++)
        {
            var at = Noon.AddMinutes(1 + i);
            var ack = React(incident, x => IncidentRules.Acknowledge(x, "dave", null, true, at), at);
            var back = React(ack.Change.Incident, x => IncidentRules.Unacknowledge(x, "dave", at), at);
            incident = back.Change.Incident;
            chat.AddRange([.. ack.Messages, .. back.Messages]);
        }
        // The first of the twelve announced it.
        Assert.Equal(11, chat.Count(message => message is { Channel: "slack", Address: "default" }));
        Assert.Single(chat, message => message is { Channel: "slack", Address: "default", Content.Note: not null });
        Assert.Equal(20, chat.Count(message => message.Channel == "pagerduty"));
        Assert.NotEmpty(incident.Wake(Noon.AddMinutes(30)).Reaction.Messages);
        var later = React(incident, x => IncidentRules.Acknowledge(x, "dave", null, true, Noon.AddMinutes(61)), Noon.AddMinutes(61));
        Assert.Contains("slack/default", later.Where());
    }

    [Fact]
    public void Chats_are_reminded_every_four_hours_of_what_is_critical_and_not_acknowledged()
    {
        var reminded = EscalationAlarmRules.Remind(Announced(), Around(Noon.AddHours(4)));
        Assert.Equal(["slack/U1", "slack/default"], reminded.Where().Order(StringComparer.Ordinal));
        Assert.Equal([new(IncidentWake.Reminder, Noon.AddHours(8))], reminded.Wakes);
        var acknowledged = Announced() with { Phase = IncidentPhase.Acknowledged };
        Assert.Empty(EscalationAlarmRules.Remind(acknowledged, Around(Noon.AddHours(4))).Messages);
    }

    [Fact]
    public void What_becomes_part_of_a_group_stops_telling()
    {
        var cancelled = EscalationAlarmRules.Cancel(Announced(), "inc-0", Around(Noon.AddMinutes(15)));
        Assert.Equal(["0.1 sent", "0.2 cancelled"], cancelled.Change.Incident.Outcomes());
        Assert.Equal(EscalationStatus.Cancelled, cancelled.Change.Incident.Escalation!.Status);
        Assert.Empty(cancelled.Messages);
    }

    [Fact]
    public void Children_that_are_more_severe_than_what_their_group_has_told_are_told_once_for_all_of_them_and_page()
    {
        var parent = Incident(Severity.High) with { Id = "inc-1" };
        var first = GroupRules.Child(Incident() with { Id = "inc-2" }, parent, new HashSet<string>(), Around(Noon)).Messages;
        var second = GroupRules.Child(Incident() with { Id = "inc-3" }, parent, new HashSet<string>(), Around(Noon)).Messages;
        Assert.Equal(first.Select(message => message.Key), second.Select(message => message.Key));
        Assert.Equal(
            ["email/default", "pagerduty/default", "slack/U1", "slack/default"],
            first.Select(m => $"{m.Channel}/{m.Address}").Order(StringComparer.Ordinal));
        var lasting = Around(Noon + GroupRules.Lasting);
        var paged = Incident().Wake(Noon).Incident with { Id = "inc-1" };
        var told = GroupRules.Child(Incident() with { Id = "inc-3" }, paged, new HashSet<string>(), lasting).Messages;
        Assert.NotEmpty(told);
        Assert.All(told, message => Assert.False(message.IsPage));
    }

    private static Incident Announced()
    {
        var incident = Incident().Wake(Noon).Incident;
        return EscalationAlarmRules.Open(incident, Around(Noon.AddSeconds(10))).Change.Incident;
    }

    private static IncidentReaction React(
        Incident before, Func<Incident, IncidentChange> rule, DateTimeOffset now,
        AiSre.Domain.Definitions.WorkspaceDefinitions? definitions = null) =>
        ReactionRules.Of(before, rule(before), Around(now, definitions: definitions));
}
