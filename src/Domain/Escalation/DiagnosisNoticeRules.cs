using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>Those who were told of an incident hear what its cause seems to be, of each cause once.</summary>
public static class DiagnosisNoticeRules
{
    private const string By = "system";

    public static IncidentReaction Tell(Incident incident, DiagnosisNotice notice, TellContext context)
    {
        // Once it is over, and while nobody wants to hear of it, it is in the incident for whoever looks.
        if (incident.Phase is IncidentPhase.Resolved || HoldRules.Of(incident, context.Now) is not null || incident.Notifications is null)
            return IncidentReaction.None(IncidentChange.None(incident));
        var telling = new Telling(incident, context);
        NotificationRules.Follow(telling, incident, NotificationKind.DiagnosisReady, By, notice.Key, context, note: notice.Text);
        // The key of each message is its memory: one that was written before is not written again.
        return telling.Messages.IsEmpty
            ? IncidentReaction.None(IncidentChange.None(incident))
            : new(new(incident with { Notifications = telling.State }, []), telling.Messages, []);
    }
}
