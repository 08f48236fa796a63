using System.Collections.Immutable;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;

namespace AiSre.Domain.Demo;

/// <summary>What happens to an incident when something that it waits for is due.</summary>
internal sealed class DemoAlarms(DemoStage stage, DemoReactions reactions, DemoFlapping flapping)
{
    /// <summary>Those that a silo rings; the others come with the incident itself.</summary>
    public static readonly ImmutableHashSet<string> OfSilos =
    [
        IncidentWake.Escalation, IncidentWake.Opened, IncidentWake.Group, IncidentWake.AckTimeout, IncidentWake.Reminder,
    ];

    public void Wake(DemoPart part, string name, DateTimeOffset at)
    {
        switch (name)
        {
            case DemoPart.Snooze: reactions.Change(part, i => IncidentRules.EndSnooze(i, null, at), at); break;
            case DemoPart.Silence: EndSilence(part, at); break;
            case DemoPart.Calm: flapping.CalmDown(part, at); break;
            case IncidentWake.Opened: Take(part, EscalationAlarmRules.Open, at); break;
            case IncidentWake.AckTimeout: Take(part, EscalationAlarmRules.ExpireAck, at); break;
            case IncidentWake.Reminder: Take(part, EscalationAlarmRules.Remind, at); break;
            default: reactions.Escalate(part, at); break;
        }
    }

    private void Take(DemoPart part, Func<Incident, Notifications.TellContext, IncidentReaction> rule, DateTimeOffset at) =>
        reactions.Take(part, rule(part.Incident, reactions.Context(part, at)), at);

    private void EndSilence(DemoPart part, DateTimeOffset at)
    {
        if (part.Incident.Phase is IncidentPhase.Resolved) return;
        var mark = SilenceRules.MarkFor(part.Incident, stage.Silences, at);
        reactions.Change(part, i => SilenceRules.Mark(i, mark, null, at), at);
        if (mark is not null) part.Wakes[DemoPart.Silence] = mark.Until;
    }
}
