using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>
/// What a group's parent and its children mean for one another (docs/rules/escalation.md): the parent tells for all of them, as long as it can.
/// </summary>
public static class GroupRules
{
    /// <summary>A child that is still open after so long is worth a word of its own, if nobody has the group in hand.</summary>
    public static readonly TimeSpan Lasting = TimeSpan.FromMinutes(30);

    /// <summary>After its parent's end a child has so long to end too; then it speaks for itself.</summary>
    public static readonly TimeSpan AfterParent = TimeSpan.FromMinutes(5);

    /// <summary>Its source says when an alert begins and never when it ends.</summary>
    public static bool NeverEnds(Incident incident) => incident.Alerts.All(alert =>
        // A sender that gives its alert a key can say that it is over, and is waited for.
        alert.Identity.StartsWith(IdentityKey.OfContent(AlertSource.Webhook, ""), StringComparison.Ordinal)
        // Without a monitor or a cycle it is an event, which has no end.
        || (alert.Identity.StartsWith("datadog:", StringComparison.Ordinal) && alert.Identity.Contains('|', StringComparison.Ordinal)));

    /// <summary>Whether a child is worse than anything that its group has told.</summary>
    public static bool IsMoreSevere(Incident child, Incident parent) => child.Severity > (parent.Notifications?.ToldSeverity ?? parent.Severity);

    /// <summary>The time has come to ask whether a child needs a word of its own.</summary>
    /// <param name="child">Open.</param>
    /// <param name="parent">Not resolved.</param>
    /// <param name="context">Around the child.</param>
    public static IncidentReaction Child(Incident child, Incident parent, TellContext context)
    {
        var none = IncidentReaction.None(IncidentChange.None(child));
        if (child.Phase is not IncidentPhase.Open || NotificationRules.IsAnnounced(child) || context.Definitions.TellsNobody) return none;
        if (HoldRules.Of(child, context.Now) is { } hold) return none with { Wakes = [new(IncidentWake.Group, hold.Until)] };
        var moreSevere = IsMoreSevere(child, parent);
        var lasts = (child.Notifications?.ReopenedAt ?? child.CreatedAt) + Lasting;
        if (!moreSevere && lasts > context.Now) return none with { Wakes = [new(IncidentWake.Group, lasts)] };
        if (!moreSevere && parent.Phase is not IncidentPhase.Open) return none with { Wakes = [new(IncidentWake.Group, context.Now + Lasting)] };
        var (told, messages) = TellOfChild(child, parent.Id, moreSevere, context);
        var said = new TimelineEvent(EventTypes.ChildNotified, "system", context.Now, EventPayload.Of(
            ("parent_id", parent.Id), ("reason", moreSevere ? "more_severe" : "lasting"),
                ("channels", messages.Select(message => message.Channel).Distinct())));
        return new(new(told, [said]), messages, []);
    }

    /// <summary>
    /// A child of a group that is worth a word of its own. One that is more severe than what the group has told is told once for the group, and
    /// pages.
    /// </summary>
    /// <param name="incident">The child.</param>
    /// <param name="parentId">Its parent.</param>
    /// <param name="moreSevere">More severe than anything that was told; false: it has only lasted long.</param>
    /// <param name="context">Around it.</param>
    public static (Incident Incident, ImmutableArray<OutboxMessage> Messages) TellOfChild(
        Incident incident, string parentId, bool moreSevere, TellContext context)
    {
        var telling = new Telling(incident, context);
        // Children that are more severe alike share a key: the first of them speaks for all.
        var (id, version) = moreSevere ? (parentId, $"{incident.Severity.Name()}.child") : (incident.Id, "late");
        var content = ContentRules.Of(incident, NotificationKind.Opened, context) with { GroupId = GroupId.For(parentId) };
        if (moreSevere)
        {
            var service = ServiceScope.Of(incident.Subject);
            var policy = EscalationRules.Match(context.Definitions, service, incident.Severity);
            foreach (
                var told in policy.Levels.Take(1).SelectMany(level => StepRules.Places(incident, level, context))
                .GroupBy(place => place.Place with { Mention = null }))
            {
                if (NotificationRules.Echoes(incident, NotificationKind.Opened, told.Key.Channel, context)) continue;
                telling.Tell(
                    told.Key, KeyOf(told.Key),
                    content with { Recipients = [.. told.Select(p => p.Person.Id).Distinct()], Mentions = StepRules.Mentions(told) }, uncapped: true,
                    isPage: true);
            }
        }
        foreach (var place in NotificationRules.Routed(incident, context))
        {
            if (!NotificationRules.Echoes(incident, NotificationKind.Opened, place.Channel, context)) telling.Tell(place, KeyOf(place), content);
        }
        telling.Announced(incident.ReopenCount);
        return (incident with { Notifications = telling.State }, telling.Messages);

        string KeyOf(ContactPoint place) => $"n:{incident.Workspace}:{id}:opened:{version}:{place.Channel}:{place.Address}";
    }
}
