using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;

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
    /// <param name="written">Keys of <see cref="ChildPages.KeysOf"/> that others of the group have written.</param>
    /// <param name="context">Around the child.</param>
    /// <param name="late">The platform was away when it should have asked: its parent may be late too, and is waited for once.</param>
    public static IncidentReaction Child(
        Incident child, Incident parent, IReadOnlySet<string> written, TellContext context, bool late = false)
    {
        var none = IncidentReaction.None(IncidentChange.None(child));
        if (child.Phase is not IncidentPhase.Open || NotificationRules.IsAnnounced(child) || context.Definitions.TellsNobody) return none;
        if (HoldRules.Of(child, context.Now) is { } hold) return Later(hold.Until);
        var moreSevere = IsMoreSevere(child, parent);
        var pages = ChildPages.Of(child, parent, moreSevere, context, late);
        if (!moreSevere && pages.AskAgainAt is { } again) return Later(again);
        var unwritten = pages.Pages.RemoveAll(page => written.Contains(page.Key));
        if (moreSevere)
            return Tell(child, parent, "more_severe", $"{child.Severity.Name()}.child", parent.Id, pages.Pages, routes: true, context);
        if (!unwritten.IsEmpty) return Tell(child, parent, "own_level", "", parent.Id, unwritten, routes: false, context);
        var lasts = (child.Notifications?.ReopenedAt ?? child.CreatedAt) + Lasting;
        if (lasts > context.Now) return Later(lasts);
        if (parent.Phase is not IncidentPhase.Open) return Later(context.Now + Lasting);
        return Tell(child, parent, "lasting", "late", child.Id, [], routes: true, context);

        IncidentReaction Later(DateTimeOffset at) => none with { Wakes = [new(IncidentWake.Group, at)] };
    }

    /// <summary>
    /// Whether the people whom a child's first level means are those of its parent's, as far as definitions say: then it need not ask at once,
    /// because the parent has paged them.
    /// </summary>
    public static bool SharesFirstLevel(
        WorkspaceDefinitions definitions, (string? Service, Severity Severity) child, (string? Service, Severity Severity) parent)
    {
        var own = EscalationRules.Match(definitions, child.Service, child.Severity);
        if (own.PagesNobody) return true;
        var leading = EscalationRules.Match(definitions, parent.Service, parent.Severity);
        return !leading.PagesNobody && own.Levels[0].Targets.SequenceEqual(leading.Levels[0].Targets, StringComparer.OrdinalIgnoreCase)
            && (own.Levels[0].Targets.All(target => !target.EndsWith(":*", StringComparison.Ordinal))
                || TeamRules.Of(definitions, child.Service)?.Name == TeamRules.Of(definitions, parent.Service)?.Name);
    }

    /// <summary>A child of a group that is worth a word of its own. It says to which incident it belongs.</summary>
    private static IncidentReaction Tell(
        Incident child, Incident parent, string reason, string version, string id, ImmutableArray<ChildPage> pages, bool routes, TellContext context)
    {
        var telling = new Telling(child, context);
        var content = ContentRules.Of(child, NotificationKind.Opened, context) with
        {
            GroupId = GroupId.For(parent.Id),
            Note = $"Part of a larger incident: {ContentRules.TitleOf(parent)} ({parent.Id}).",
        };
        foreach (var page in pages)
        {
            telling.Tell(
                page.Place, page.Key, content with { Recipients = page.People, Mentions = page.Mentions }, uncapped: true, isPage: true);
        }
        foreach (var place in routes ? NotificationRules.Routed(child, context) : [])
        {
            if (NotificationRules.Echoes(child, NotificationKind.Opened, place.Channel, context)) continue;
            // Children that are more severe alike share a key: the first of them speaks for all.
            telling.Tell(place, $"n:{child.Workspace}:{id}:opened:{version}:{place.Channel}:{place.Address}", content);
        }
        telling.Announced(child.ReopenCount);
        var said = new TimelineEvent(EventTypes.ChildNotified, "system", context.Now, EventPayload.Of(
            ("parent_id", parent.Id), ("reason", reason), ("channels", telling.Messages.Select(message => message.Channel).Distinct()),
            ("persons", pages.IsEmpty ? null : pages.SelectMany(page => page.People).Distinct())));
        return new(new(child with { Notifications = telling.State }, [said]), telling.Messages, []);
    }
}
