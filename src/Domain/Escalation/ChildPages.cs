using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;

namespace AiSre.Domain.Escalation;

/// <summary>One page about a child of a group.</summary>
/// <param name="Place">Where.</param>
/// <param name="Key">Shared by all children of the group that would page these people there: they hear of the group once.</param>
/// <param name="People">Whom it is for.</param>
/// <param name="Mentions">How the channel addresses them.</param>
public sealed record ChildPage(ContactPoint Place, string Key, ImmutableArray<string> People, ImmutableArray<string> Mentions);

/// <summary>
/// Whom a child of a group must page by itself: the people whom its own first level means, without those who have been paged for the group
/// (docs/rules/escalation.md).
/// </summary>
/// <param name="Pages">Empty: everybody has heard.</param>
/// <param name="AskAgainAt">It is too early to tell; null: it is not.</param>
public sealed record ChildPages(ImmutableArray<ChildPage> Pages, DateTimeOffset? AskAgainAt)
{
    /// <summary>An alarm of the parent is called within a second of its time, and its page is committed soon after.</summary>
    public static readonly TimeSpan ParentTakes = TimeSpan.FromSeconds(5);

    private static readonly ChildPages None = new([], null);

    /// <summary>The names under which its pages are or would be written.</summary>
    public static ImmutableArray<string> KeysOf(Incident child, Incident parent, TellContext context) =>
        NotificationRules.IsAnnounced(child) ? [] : [.. Of(child, parent, false, context).Pages.Select(page => page.Key)];

    /// <param name="child">Open.</param>
    /// <param name="parent">Leads its group.</param>
    /// <param name="moreSevere">More severe than anything that was told of the group: those who have heard of it hear again.</param>
    /// <param name="context">Around the child.</param>
    /// <param name="late">It asks later than it should have: so may its parent.</param>
    public static ChildPages Of(Incident child, Incident parent, bool moreSevere, TellContext context, bool late = false)
    {
        var policy = EscalationRules.Match(context.Definitions, ServiceScope.Of(child.Subject), child.Severity);
        if (FirstLevel(child, policy, context) is not (var level, var places)) return None;
        if (moreSevere) return new(PagesOf(child, parent, $"{child.Severity.Name()}.child", places, context), null);
        if (DueAt(child, policy, level) is not { } due) return None;
        if (due > context.Now) return new([], due);

        var (paged, startsAt) = Paged(parent, context, late);
        var missing = places.Where(place => !paged.Contains(place.Person.Id)).ToList();
        if (missing.Count > 0 && startsAt is { } start)
        {
            var expected = FirstLevel(parent, EscalationRules.Match(context.Definitions, ServiceScope.Of(parent.Subject), parent.Severity), context);
            var soon = expected?.Places.Select(place => place.Person.Id).ToHashSet() ?? [];
            missing.RemoveAll(place => soon.Contains(place.Person.Id));
            if (missing.Count == 0) return new([], start);
        }
        return new(PagesOf(child, parent, FormattableString.Invariant($"own.child.{parent.ReopenCount}"), missing, context), null);
    }

    private static ImmutableArray<ChildPage> PagesOf(
        Incident child, Incident parent, string version, IEnumerable<StepPlace> places, TellContext context) =>
    [
        .. places.GroupBy(place => place.Place with { Mention = null })
            .Where(told => !NotificationRules.Echoes(child, NotificationKind.Opened, told.Key.Channel, context))
            .Select(told => PageOf(child.Workspace, parent.Id, version, told)),
    ];

    /// <summary>The first level that reaches anybody.</summary>
    private static (EscalationLevel Level, ImmutableArray<StepPlace> Places)? FirstLevel(
        Incident incident, EscalationPolicy policy, TellContext context)
    {
        foreach (var level in policy.Levels)
        {
            var places = StepRules.Places(incident, level, context).Where(place => place.Place.Reaches).ToImmutableArray();
            if (!places.IsEmpty) return (level, places);
        }
        return null;
    }

    /// <summary>A level that would be the second is due with the first when that reaches nobody. Null: quiet hours drop it.</summary>
    private static DateTimeOffset? DueAt(Incident child, EscalationPolicy policy, EscalationLevel level)
    {
        var minutes = Math.Min(policy.Levels[0].AfterMinutes, level.AfterMinutes);
        var due = (child.Notifications?.ReopenedAt ?? child.CreatedAt).AddMinutes(minutes);
        if (!QuietHoursRules.Apply(policy.QuietHours, child.Severity) || QuietHoursRules.EndAt(policy.QuietHours!, due) is not { } end) return due;
        return policy.QuietHours!.Drop ? null : end;
    }

    /// <summary>Who was paged for the parent since it opened; and when its first page can be expected, if it is too early to tell.</summary>
    private static (IReadOnlySet<string> People, DateTimeOffset? StartsAt) Paged(Incident parent, TellContext context, bool late)
    {
        var since = parent.Notifications?.ReopenedAt ?? parent.CreatedAt;
        if (parent.Escalation is { } state && state.Fired.Any(step => step.FiredAt >= since))
        {
            var told = state.Fired.Where(step => step.FiredAt >= since && StepOutcome.Reached(step.Outcome)).SelectMany(step => step.People);
            return (told.ToHashSet(), null);
        }
        var startsAt = (late ? context.Now : ReactionRules.StartAt(parent.Severity, since)) + ParentTakes;
        var starts = parent.Phase is IncidentPhase.Open && HoldRules.Of(parent, context.Now) is null && startsAt > context.Now;
        return (new HashSet<string>(), starts ? startsAt : null);
    }

    private static ChildPage PageOf(string workspace, string parentId, string version, IGrouping<ContactPoint, StepPlace> told)
    {
        ImmutableArray<string> people = [.. told.Select(place => place.Person.Id).Distinct().Order(StringComparer.Ordinal)];
        var key = $"n:{workspace}:{parentId}:opened:{version}:{string.Join('+', people)}:{told.Key.Channel}:{told.Key.Address}";
        return new(told.Key, key, people, StepRules.Mentions(told));
    }
}
