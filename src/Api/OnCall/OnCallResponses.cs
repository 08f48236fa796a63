using AiSre.Grains.OnCall;

namespace AiSre.Api.OnCall;

/// <param name="Service">As asked for; without one, the first that the team names.</param>
/// <param name="Oncall">Null: nobody.</param>
/// <param name="Team">The team that looks after the service.</param>
/// <param name="EscalationContact">Told when nobody answers: the team's, else the layer's next member.</param>
/// <param name="WeekNumber">ISO 8601, in <paramref name="TimeZone"/>.</param>
/// <param name="RotationIndex">Place among the layer's members, from 0; of the layer below when somebody stands in, null in a gap.</param>
/// <param name="Layer">The layer that is in force.</param>
/// <param name="Override">Somebody stands in.</param>
/// <param name="ShiftStart">Since when this person has been on call without a break; null in a gap.</param>
/// <param name="ShiftEnd">Until when; in a gap, when it ends. Null: no end is in sight.</param>
/// <param name="NextOncall">Who takes over, after a gap too.</param>
/// <param name="TimeZone">Of the layer, else of the team.</param>
/// <param name="NextGap">The first time within seven days when nobody is on call; null when there is none.</param>
/// <param name="At">The instant that this is about.</param>
public sealed record CurrentResponse(
    string? Service, string? Oncall, string Team, string? EscalationContact, int WeekNumber, int? RotationIndex, string? Layer, bool Override,
    DateTimeOffset? ShiftStart, DateTimeOffset? ShiftEnd, string? NextOncall, string TimeZone, GapResponse? NextGap, DateTimeOffset At)
{
    public static CurrentResponse From(CurrentDuty duty) => new(
        duty.Service, duty.Person, duty.Team, duty.EscalationContact, duty.WeekNumber, duty.RotationIndex, duty.Layer, duty.IsOverride,
        duty.ShiftStart, duty.ShiftEnd, duty.NextPerson, duty.TimeZone, duty.NextGap is { } gap ? new(gap.Start, gap.End) : null, duty.At);
}

/// <param name="Start">Included; the instant that was asked for when it has begun.</param>
/// <param name="End">Not included; null: no end is in sight.</param>
public sealed record GapResponse(DateTimeOffset Start, DateTimeOffset? End);

public sealed record ScheduleResponse(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TeamScheduleResponse> Teams, int Count);

/// <param name="Team">Its name.</param>
/// <param name="TimeZone">The team's.</param>
/// <param name="Schedule">Who is on call in the end: everything from <c>from</c> to <c>to</c>, without gap or overlap.</param>
/// <param name="Layers">Each as if it were alone; later ones win.</param>
public sealed record TeamScheduleResponse(
    string Team, string TimeZone, IReadOnlyList<ShiftResponse> Schedule, IReadOnlyList<LayerScheduleResponse> Layers)
{
    public static TeamScheduleResponse From(TeamSchedule team, DateTimeOffset from, DateTimeOffset to) => new(
        team.Team, team.TimeZone, [.. team.Final.Select(entry => ShiftResponse.From(entry, from, to))],
        [
            .. team.Layers.Select(layer => new LayerScheduleResponse(
                layer.Layer, layer.TimeZone, [.. layer.Entries.Select(entry => ShiftResponse.From(entry, from, to))])),
        ]);
}

public sealed record LayerScheduleResponse(string Layer, string TimeZone, IReadOnlyList<ShiftResponse> Shifts);

/// <param name="Start">Included; of what had begun before, the beginning of what was asked for.</param>
/// <param name="End">Not included.</param>
/// <param name="Oncall">Null: nobody.</param>
/// <param name="Layer">The layer that is in force, also when somebody stands in.</param>
/// <param name="RotationIndex">Place among its members, from 0.</param>
/// <param name="Override">Somebody stands in.</param>
/// <param name="Reason">Why.</param>
public sealed record ShiftResponse(
    DateTimeOffset Start, DateTimeOffset End, string? Oncall, string? Layer, int? RotationIndex, bool Override, string? Reason)
{
    public static ShiftResponse From(DutyEntry entry, DateTimeOffset from, DateTimeOffset to) => new(
        entry.Start < from ? from : entry.Start, entry.End > to ? to : entry.End, entry.Person, entry.Layer, entry.RotationIndex, entry.IsOverride,
        entry.Reason);
}

public sealed record TeamsResponse(IReadOnlyList<TeamResponse> Teams, int Count);

/// <param name="Services">Exact names; <c>*</c> makes it the default team.</param>
/// <param name="Oncall">Now; null: nobody.</param>
/// <param name="Layers">Later ones win.</param>
public sealed record TeamResponse(
    string Name, IReadOnlyList<string> Services, string TimeZone, string? EscalationContact, string? Oncall, IReadOnlyList<LayerResponse> Layers)
{
    public static TeamResponse From(TeamFacts team) =>
        new(team.Name, team.Services, team.TimeZone, team.EscalationContact, team.Person, [.. team.Layers.Select(LayerResponse.From)]);
}

/// <param name="Every"><c>12h</c>, <c>1d</c>, <c>2w</c>, <c>3mo</c>.</param>
/// <param name="Start">Local date of the first hand-off.</param>
/// <param name="Handoff">Local time of day.</param>
/// <param name="End">The layer ends at this local date's hand-off; null: never.</param>
public sealed record LayerResponse(
    string Name, string TimeZone, IReadOnlyList<string> Members, string Every, string Start, string Handoff, string? End,
    IReadOnlyList<RestrictionResponse> Restrictions)
{
    public static LayerResponse From(LayerFacts layer) => new(
        layer.Name, layer.TimeZone, layer.Members, layer.Every, layer.Start, layer.Handoff, layer.End,
        [.. layer.Restrictions.Select(window => new RestrictionResponse(window.Days, window.From, window.To))]);
}

public sealed record RestrictionResponse(IReadOnlyList<string> Days, string From, string To);
