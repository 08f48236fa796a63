using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>Those who have an incident hear of each such thing once.</summary>
public static class FixNoticeRules
{
    /// <summary>Older ones are not told again either: what they are of is over.</summary>
    private const int Remembered = 20;

    public static IncidentReaction Tell(Incident incident, FixNotice notice, TellContext context)
    {
        if (incident.FixNotices.Contains(notice.Key)) return IncidentReaction.None(IncidentChange.None(incident));
        ImmutableArray<string> told = [.. incident.FixNotices.TakeLast(Remembered - 1), notice.Key];
        ImmutableArray<TimelineEvent> events = notice.IsNoted
            ? [new(EventTypes.NoteAdded, notice.By, context.Now, EventPayload.Of(("text", notice.Text)))] : [];
        var next = incident with { FixNotices = told };
        // A silence, a snooze: people have said that they do not want to hear of it; it is in the timeline.
        var isHeld = HoldRules.Of(incident, context.Now) is not (null or { Why: "flapping" });
        if (isHeld || (context.Definitions.TellsNobody && incident.Notifications is null)) return IncidentReaction.None(new(next, events));
        var telling = new Telling(next, context);
        NotificationRules.Follow(telling, next, notice.Kind, notice.By, notice.Key, context, note: notice.Text);
        return new(new(next with { Notifications = telling.State }, events), telling.Messages, []);
    }
}
