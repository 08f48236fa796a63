using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>A team's on-call as it can be asked: its layers and everybody who stands in (docs/rules/on-call.md).</summary>
public sealed class Roster
{
    /// <summary>How far back a stretch is followed; one that is still whole there is as long as its shift.</summary>
    private static readonly Duration Hindsight = Duration.FromDays(400);

    /// <summary>The newest first.</summary>
    private readonly ImmutableArray<StandIn> standIns;

    /// <param name="team">Its own overrides are as old as time.</param>
    /// <param name="added">Those that were added at run time, in the order of their creation.</param>
    public Roster(Team team, IEnumerable<OnCallOverride> added)
    {
        Team = team;
        standIns =
        [
            .. team.Overrides.Concat(added).Reverse().OrderByDescending(standIn => standIn.CreatedAt).Select(standIn => StandIn.Of(standIn)),
        ];
    }

    public Team Team { get; }

    public static Roster Of(WorkspaceDefinitions definitions, Team team) =>
        new(team, definitions.Overrides.Where(standIn => string.Equals(standIn.Team, team.Name, StringComparison.OrdinalIgnoreCase)));

    public Duty At(Instant at)
    {
        OnCallOverride? standIn = null;
        foreach (var candidate in standIns)
        {
            if (candidate.Start > at || at >= candidate.End) continue;
            standIn = candidate.Override;
            break;
        }
        var layer = LayerAt(at);
        return standIn is null && layer is null ? Duty.Nobody : new(standIn, layer);
    }

    /// <summary>The stretch that holds an instant, whole; a gap begins with that instant.</summary>
    public DutyStretch StretchAt(Instant at)
    {
        var duty = At(at);
        // What ends at a hand-off, or with the stand-in, began after the one before: from there on to here is the shortest way to its beginning.
        var earliest = duty.StandIn is not null
            ? standIns.First(candidate => candidate.Override == duty.StandIn).Start
            : duty.Layer?.Shift.Start ?? at;
        var start = earliest;
        for (var cursor = Instant.Max(earliest, at - Hindsight); cursor < at;)
        {
            var next = NextChange(cursor, duty);
            if (!At(cursor).Continues(duty)) start = next;
            cursor = next;
        }
        return new(start, EndOf(duty, at), duty);
    }

    /// <summary>
    /// Everything between two instants, without gap or overlap; the first stretch and the last are whole. A gap is a stretch with nobody.
    /// </summary>
    public IEnumerable<DutyStretch> Stretches(Instant from, Instant to)
    {
        if (from >= to) yield break;
        var stretch = StretchAt(from);
        yield return stretch;
        while (stretch.End < to)
        {
            var duty = At(stretch.End);
            stretch = new(stretch.End, EndOf(duty, stretch.End), duty);
            yield return stretch;
        }
    }

    private Instant EndOf(Duty duty, Instant from)
    {
        var end = NextChange(from, duty);
        while (end < Instant.MaxValue && At(end).Continues(duty)) end = NextChange(end, duty);
        return end;
    }

    /// <summary>
    /// The first instant after this one at which this duty may end, or begin again: what happens in layers below it changes nothing.
    /// </summary>
    private Instant NextChange(Instant after, Duty duty)
    {
        var next = Instant.MaxValue;
        foreach (var standIn in standIns)
        {
            if (standIn.Start > after) next = Instant.Min(next, standIn.Start);
            if (standIn.End > after) next = Instant.Min(next, standIn.End);
        }
        if (duty.StandIn is not null) return next;
        for (var i = duty.Layer is { } own ? Team.Layers.IndexOf(own.Layer) : 0; i < Team.Layers.Length; i++)
            next = Instant.Min(next, NextChange(Team.Layers[i], after));
        return next;
    }

    private static Instant NextChange(RotationLayer layer, Instant after)
    {
        if (RotationRules.Boundary(layer, 0) is var start && start > after) return start;
        if (!RotationRules.IsRunning(layer, after)) return Instant.MaxValue;
        var next = RotationRules.EndOf(layer) ?? Instant.MaxValue;
        if (RestrictionRules.NextEdge(layer, after) is { } edge) next = Instant.Min(next, edge);
        return RestrictionRules.Covers(layer, after) ? Instant.Min(next, RotationRules.ShiftAt(layer, after).End) : next;
    }

    private LayerDuty? LayerAt(Instant at)
    {
        for (var i = Team.Layers.Length - 1; i >= 0; i--)
        {
            var layer = Team.Layers[i];
            if (!RotationRules.IsRunning(layer, at) || !RestrictionRules.Covers(layer, at)) continue;
            var shift = RotationRules.ShiftAt(layer, at);
            return new(layer, shift, RotationRules.MemberIndex(layer, shift.Number));
        }
        return null;
    }

    private readonly record struct StandIn(OnCallOverride Override, Instant Start, Instant End)
    {
        public static StandIn Of(OnCallOverride standIn)
        {
            var zone = LocalTimes.Zone(standIn.TimeZone);
            return new(standIn, LocalTimes.At(standIn.From, zone), LocalTimes.At(standIn.To, zone));
        }
    }
}
