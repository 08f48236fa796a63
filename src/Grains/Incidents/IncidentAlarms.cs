using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Incidents;

/// <summary>What an incident has to do later, as alarms that commit with it.</summary>
internal static class IncidentAlarms
{
    /// <summary>Alerts that nobody sends any more.</summary>
    public const string Stale = "stale";

    /// <summary>The end of its quiet.</summary>
    public const string Snooze = "snooze";

    /// <summary>A resolve that is held back, or the end of flapping.</summary>
    public const string Flapping = "flapping";

    /// <summary>The end of the silence that marks it.</summary>
    public const string Silence = "silence";

    /// <summary>The alarms of a new incident with one alert.</summary>
    /// <param name="row">Its alert.</param>
    /// <param name="severity">Its severity.</param>
    /// <param name="tells">The workspace has decided whom to tell.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="options">The workspace's settings.</param>
    /// <param name="group">Where it becomes a child.</param>
    /// <param name="asksAtOnce">A child that may have to tell somebody by itself.</param>
    public static ImmutableArray<AlarmChange> AtBirth(
        AlertRow row, Severity severity, bool tells, DateTimeOffset now, DedupOptions options, Placement? group = null,
        bool asksAtOnce = false)
    {
        // Almost every incident has the same few, so without a list in between.
        AlarmSet? flapping = NextFlapping([row], options) is { } calm ? AlarmSet.At(Flapping, calm) : null;
        AlarmSet? stale = StaleRules.Applies(row.Source, options) ? AlarmSet.At(Stale, StaleRules.StaleAt(now, null, options)) : null;
        AlarmSet? first = !tells ? null
            : group?.ParentId is null ? AlarmSet.At(IncidentWake.Escalation, ReactionRules.StartAt(severity, now))
            : AlarmSet.At(IncidentWake.Group, asksAtOnce || group.MoreSevere ? now : now + GroupRules.Lasting);
        return (first, stale, flapping) switch
        {
            (null, null, null) => [],
            (null, { } a, null) => [a],
            ({ } a, null, null) => [a],
            ({ } a, { } b, null) => [a, b],
            _ => [.. new AlarmChange?[] { first, stale, flapping }.OfType<AlarmChange>()],
        };
    }

    /// <summary>What a change of the incident does to its alarms.</summary>
    public static IEnumerable<AlarmChange> Of(Incident before, Incident after, DateTimeOffset now, DedupOptions options)
    {
        if (before.SnoozedUntil != after.SnoozedUntil) yield return SetOrClear(Snooze, after.SnoozedUntil);
        if (SilencedUntil(before) != SilencedUntil(after)) yield return SetOrClear(Silence, SilencedUntil(after));
        if (before.Phase == after.Phase || !StaleRules.Applies(after.Adapter, options)) yield break;
        if (after.Phase is IncidentPhase.Resolved) yield return new AlarmClear(Stale);
        else if (before.Phase is IncidentPhase.Resolved) yield return AlarmSet.At(Stale, StaleRules.StaleAt(now, null, options));
    }

    /// <summary>The alarm of an incident that is born silenced.</summary>
    public static ImmutableArray<AlarmChange> OfSilence(Incident incident) =>
        SilencedUntil(incident) is { } until ? [AlarmSet.At(Silence, until)] : [];

    /// <summary>Nobody is told of what is over anyway.</summary>
    private static DateTimeOffset? SilencedUntil(Incident incident) => incident.Phase is IncidentPhase.Resolved ? null : incident.Silenced?.Until;

    public static AlarmChange SetOrClear(string name, DateTimeOffset? dueAt) => dueAt is { } due ? AlarmSet.At(name, due) : new AlarmClear(name);

    /// <summary>An alarm that was acted on, and the next one of its name.</summary>
    public static ImmutableArray<AlarmChange> After(AlarmFired fired, DateTimeOffset? next) =>
        next is { } due ? [fired, AlarmSet.At(fired.Name, due)] : [fired];

    /// <summary>When the next of an incident's alerts stops flapping, or ends after all.</summary>
    public static DateTimeOffset? NextFlapping(IEnumerable<AlertRow> rows, DedupOptions options) =>
        rows.Min(row => FlappingRules.NextChange(row.Flapping, Instant(row.HeldSince), options));

    /// <summary>When an incident is calm, if nothing changes before; null where none of its alerts flaps.</summary>
    public static ExpectedCalm? CalmOf(IReadOnlyCollection<AlertRow> rows, DedupOptions options)
    {
        var firing = rows.Where(row => row.Status is AlertStatus.Firing).ToList();
        if (firing.Count > 0 && firing.TrueForAll(row => row.HeldSince is not null)) return new(firing.Max(At), Ends: true);
        var flapping = rows.Where(row => row.Flapping is { Flapping: true, Transitions.IsEmpty: false }).ToList();
        return flapping.Count == 0 ? null : new(flapping.Max(row => row.Flapping.Transitions[^1] + options.FlappingWindow), Ends: false);

        DateTimeOffset At(AlertRow row) => FlappingRules.QuietUntil(row.Flapping, Instant(row.HeldSince)!.Value, options);
    }

    public static DateTimeOffset? Instant(long? unix) => unix is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
