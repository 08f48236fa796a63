using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

public sealed class EscalationAlarmRulesTests
{
    [Fact]
    public void The_first_step_tells_who_is_on_call_and_the_pagers_of_the_routes_and_the_others_hear_ten_seconds_later()
    {
        var (incident, first) = Incident().Wake(Noon);
        Assert.Equal(["slack/U1", "pagerduty/default"], first.Where());
        Assert.Equal(["esc:inc-1:0:1:U1:slack", "esc:inc-1:0:1:default:pagerduty"], first.Messages.Select(message => message.Key));
        Assert.All(
            first.Messages, message =>
            Assert.True(message is { IsPage: true, Content: { Kind: NotificationKind.Opened, Recipients: ["dave"], Step: "level 1 of 3" } }));
        Assert.Contains(new(IncidentWake.Opened, Noon.AddSeconds(10)), first.Wakes);
        Assert.Contains(new(IncidentWake.Escalation, Noon.AddMinutes(15)), first.Wakes);
        Assert.Equal("Acknowledge it, or eve is told at 12:15 UTC.", first.Messages[0].Content.NextStep);
        var opened = EscalationAlarmRules.Open(incident, Around(Noon.AddSeconds(10)));
        Assert.Equal(["n:ws:inc-1:opened:0:slack:default", "n:ws:inc-1:opened:0:email:default"], opened.Messages.Select(message => message.Key));
        Assert.Empty(EscalationAlarmRules.Open(opened.Change.Incident, Around(Noon.AddSeconds(11))).Messages);
    }

    [Fact]
    public void Each_step_tells_its_own_people()
    {
        var incident = Incident().Wake(Noon).Incident;
        (incident, var second) = incident.Wake(Noon.AddMinutes(15));
        // eve is no member of Slack: she is told at the shared address, and by mail.
        Assert.Equal(
            ["slack/default", "email/eve@x.test"], second.Where().Where(place => !place.StartsWith("email/default", StringComparison.Ordinal)));
        Assert.All(second.Messages.Where(message => message.IsPage), message => Assert.Equal(NotificationKind.Escalated, message.Content.Kind));
        (incident, var third) = incident.Wake(Noon.AddMinutes(30));
        Assert.Equal(["email/ann@x.test"], third.Where());
        Assert.Equal(["0.1 sent", "0.2 sent", "0.3 sent"], incident.Outcomes());
    }

    [Fact]
    public void A_second_wake_up_for_the_same_step_does_nothing()
    {
        var incident = Incident().Wake(Noon).Incident;
        Assert.Empty(incident.Wake(Noon.AddSeconds(5)).Reaction.Messages);
        Assert.Empty(incident.Wake(Noon.AddSeconds(5)).Reaction.Change.Events);
    }

    [Fact]
    public void What_was_due_while_nobody_looked_is_told_once_to_everybody_and_says_that_it_is_late()
    {
        var (incident, late) = Incident().Wake(Noon.AddMinutes(40), dueAt: Noon);
        Assert.Equal(["0.1 collapsed_into:0.3", "0.2 collapsed_into:0.3", "0.3 sent"], incident.Outcomes());
        var pages = late.Messages.Where(message => message.IsPage).ToList();
        Assert.Equal(
            ["email/ann@x.test", "email/eve@x.test", "pagerduty/default", "slack/U1", "slack/default"],
                pages.Select(m => $"{m.Channel}/{m.Address}").Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.Equal(2_400, page.Content.LateBySeconds));
        Assert.All(pages, page => Assert.StartsWith("esc:inc-1:0:3:", page.Key));
        var steps = late.Change.Events.Where(e => e.Type == EventTypes.EscalationStep).Select(e => JsonElement.Parse(e.Payload)).ToList();
        Assert.Equal([2_400, 1_500, 600], steps.Select(step => step.GetProperty("late_by_seconds").GetInt64()));
        Assert.Equal("dave", steps[0].GetProperty("persons")[0].GetString());
    }

    [Fact]
    public void After_more_than_a_day_one_message_goes_to_the_first_level_and_the_admins()
    {
        var (incident, late) = Incident().Wake(Noon.AddHours(25), dueAt: Noon);
        var pages = late.Messages.Where(message => message.IsPage).ToList();
        Assert.Equal(["dave", "ann"], pages.SelectMany(page => page.Content.Recipients).Distinct());
        Assert.Equal(["pagerduty/default", "slack/U1", "slack/default"], pages.Select(m => $"{m.Channel}/{m.Address}").Order(StringComparer.Ordinal));
        Assert.Equal(9, incident.Escalation!.Fired.Length);
        Assert.Equal(EscalationStatus.Exhausted, incident.Escalation.Status);
        Assert.NotNull(pages[0].Content.Note);
    }

    [Fact]
    public void Where_nobody_is_on_call_the_next_level_is_told_at_once()
    {
        var (incident, reaction) = Incident().Wake(Noon, context: Around(Noon, (_, _) => (null, "eve")));
        Assert.Equal(["0.1 nobody", "0.2 sent"], incident.Outcomes());
        Assert.Contains("email/eve@x.test", reaction.Where());
        Assert.Contains(reaction.Change.Events, e => e.Type == EventTypes.EscalationNobody);
        Assert.Contains(new(IncidentWake.Escalation, Noon.AddMinutes(30)), reaction.Wakes);
    }

    [Fact]
    public void Where_no_level_reaches_anybody_the_admins_get_mail_and_that_is_the_end_of_it()
    {
        var levels = Payments with { Levels = [Payments.Levels[0], Payments.Levels[1]] };
        var (incident, reaction) = Incident().Wake(Noon, context: Around(Noon, Gap, Company with { Policies = [levels] }));
        Assert.Equal(["0.1 nobody", "0.2 nobody"], incident.Outcomes());
        Assert.Equal(["email/ann@x.test"], reaction.Messages.Where(message => message.IsPage).Select(m => $"{m.Channel}/{m.Address}"));
        Assert.Equal(EscalationStatus.Exhausted, incident.Escalation!.Status);
        Assert.Contains(reaction.Change.Events, e => e.Type == EventTypes.EscalationExhausted);
        Assert.DoesNotContain(reaction.Wakes, wake => wake is { Name: IncidentWake.Escalation, At: not null });
    }

    [Fact]
    public void A_channel_that_cannot_be_used_reaches_nobody_and_the_log_writes_it_down()
    {
        var definitions =
            Company with { Policies = [Payments with { Levels = [new() { AfterMinutes = 0, Targets = ["user:dave"], Channels = ["teams"] },
                new() { AfterMinutes = 5, Targets = ["user:eve"], Channels = ["email"] }] }] };
        var (incident, reaction) = Incident().Wake(Noon, context: Around(Noon, definitions: definitions));
        Assert.Equal(["0.1 nobody", "0.2 sent"], incident.Outcomes());
        Assert.Contains("log/default", reaction.Where());
        Assert.Contains("email/eve@x.test", reaction.Where());
    }

    [Fact]
    public void After_its_last_pass_it_is_exhausted()
    {
        var incident = Incident().Wake(Noon).Incident;
        for (var minutes = 15; minutes <= 120; minutes += 15) incident = incident.Wake(Noon.AddMinutes(minutes)).Incident;
        Assert.Equal((9, EscalationStatus.Active), (incident.Escalation!.Fired.Length, incident.Escalation.Status));
        (incident, var end) = incident.Wake(Noon.AddMinutes(135));
        Assert.Equal(EscalationStatus.Exhausted, incident.Escalation!.Status);
        Assert.Equal(EventTypes.EscalationExhausted, Assert.Single(end.Change.Events).Type);
        Assert.Empty(end.Messages);
    }

    [Fact]
    public void While_it_is_snoozed_steps_wait_and_are_told_as_one_in_time_afterwards()
    {
        var incident = Incident().Wake(Noon).Incident with { SnoozedUntil = Noon.AddMinutes(50) };
        (incident, var held) = incident.Wake(Noon.AddMinutes(15));
        Assert.Equal([new(IncidentWake.Escalation, Noon.AddMinutes(50))], held.Wakes);
        Assert.Equal(EventTypes.EscalationHeld, Assert.Single(held.Change.Events).Type);
        (incident, var after) = (incident with { SnoozedUntil = null }).Wake(Noon.AddMinutes(50));
        Assert.Equal(["0.1 sent", "0.2 collapsed_into:1.1", "0.3 collapsed_into:1.1", "1.1 sent"], incident.Outcomes());
        Assert.All(after.Messages, message => Assert.Null(message.Content.LateBySeconds));
    }

    [Theory]
    [InlineData(false, "silenced")]
    [InlineData(true, "maintenance")]
    public void What_is_silenced_pages_nobody_until_that_ends_and_then_begins_as_if_just_opened(bool maintenance, string why)
    {
        var silenced = Incident() with { Silenced = new SilenceMark("sil-1", Noon.AddHours(2), maintenance, null) };
        var (incident, held) = silenced.Wake(Noon);
        Assert.Empty(held.Messages);
        Assert.Contains($"\"{why}\"", Assert.Single(held.Change.Events).Payload, StringComparison.Ordinal);
        Assert.Empty(EscalationAlarmRules.Open(incident, Around(Noon.AddMinutes(1))).Messages);
        Assert.Empty(incident.Wake(Noon.AddMinutes(1)).Reaction.Change.Events);
        (incident, var after) = incident.Wake(Noon.AddHours(2));
        Assert.Equal(["0.1 sent"], incident.Outcomes());
        Assert.Equal(["email/default", "pagerduty/default", "slack/U1", "slack/default"], after.Where().Order(StringComparer.Ordinal));
        Assert.All(after.Messages, message => Assert.Null(message.Content.LateBySeconds));
    }

    [Fact]
    public void What_is_acknowledged_within_the_group_wait_is_announced_and_not_escalated()
    {
        var acknowledged = IncidentRules.Acknowledge(Incident(Severity.Warning), "dave", null, true, Noon.AddSeconds(5)).Incident;
        var written = Company with { DefaultPolicy = BuiltInPolicy.Value };
        var (incident, reaction) = acknowledged.Wake(Noon.AddSeconds(30), context: Around(Noon.AddSeconds(30), definitions: written));
        Assert.Equal(["slack/default"], reaction.Where());
        Assert.Equal((EscalationStatus.Acknowledged, IncidentPhase.Acknowledged), (incident.Escalation!.Status, reaction.Messages[0].Content.Phase));
        Assert.Empty(incident.Escalation.Fired);
    }

    [Theory]
    [InlineData(Severity.Warning, "slack/default")]
    [InlineData(Severity.Info, "log/default")]
    public void What_no_policy_is_written_for_pages_nobody_and_the_routes_hear_of_it(Severity severity, string place)
    {
        var (incident, reaction) = Incident(severity).Wake(Noon.AddSeconds(30));
        Assert.Null(incident.Escalation);
        Assert.Equal([place], reaction.Where());
        Assert.All(reaction.Messages, message => Assert.False(message.IsPage));
        // When it gets worse it pages.
        var worse = (incident with { Severity = Severity.Critical }).Wake(Noon.AddMinutes(1)).Reaction;
        Assert.Contains(worse.Messages, message => message.IsPage);
    }

    [Fact]
    public void PagerDuty_is_not_paged_for_its_own_incidents()
    {
        var (incident, reaction) = (Incident() with { Adapter = AlertSource.PagerDuty }).Wake(Noon);
        Assert.Equal(["slack/U1"], reaction.Where());
        Assert.Equal(["0.1 sent"], incident.Outcomes());
    }

    [Fact]
    public void A_workspace_that_has_decided_nothing_tells_nobody()
    {
        var (incident, reaction) = Incident().Wake(Noon, context: Around(Noon, definitions: AiSre.Domain.Definitions.WorkspaceDefinitions.Empty));
        Assert.Null(incident.Escalation);
        Assert.Empty(reaction.Messages);
    }
}
