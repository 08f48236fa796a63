using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using NodaTime;
using NodaTime.Calendars;

namespace AiSre.Grains.OnCall;

/// <summary>What the rules answer, as it goes over the wire.</summary>
internal static class DutyFacts
{
    public static CurrentDuty Current(WorkspaceDefinitions definitions, Team team, string? service, Instant at)
    {
        var roster = Roster.Of(definitions, team);
        var stretch = roster.StretchAt(at);
        var (duty, layer) = (stretch.Duty, stretch.Duty.Layer);
        var zone = layer?.Layer.TimeZone ?? team.TimeZone;
        return new()
        {
            Service = service ?? TeamRules.ServiceOf(team), Team = team.Name, Person = duty.Person,
            EscalationContact = OnCallRules.ContactOf(team, duty),
            WeekNumber = WeekYearRules.Iso.GetWeekOfWeekYear(at.InZone(LocalTimes.Zone(zone)).Date), RotationIndex = layer?.Index,
            Layer = layer?.Layer.Name, IsOverride = duty.StandIn is not null, TimeZone = zone,
            ShiftStart = duty.Person is null ? null : stretch.Start.ToDateTimeOffset(), ShiftEnd = EndOf(stretch),
            NextPerson = OnCallRules.NextAfter(roster, stretch),
            NextGap = OnCallRules.NextGap(roster, at) is { } gap ? new(gap.Start.ToDateTimeOffset(), EndOf(gap)) : null, At = at.ToDateTimeOffset(),
        };
    }

    public static TeamSchedule Schedule(Team team, List<DefinitionPeriod> periods, ScheduleQuery query)
    {
        var layers = query.WithLayers
            ? periods.AsEnumerable().Reverse()
                .SelectMany(period => period.Definitions.Teams.TryGetValue(team.Name, out var then) ? then.Layers : [])
                .DistinctBy(layer => layer.Name)
            : [];
        return new(
            team.Name, team.TimeZone, [.. Entries(ScheduleRules.Of(periods, then => ScheduleRules.RosterOf(then, team.Name)), query)],
            [
                .. layers.Select(layer => new LayerSchedule(
                    layer.Name, layer.TimeZone,
                    [.. Entries(ScheduleRules.Of(periods, then => ScheduleRules.RosterOf(then, team.Name, layer.Name)), query)])),
            ]);
    }

    private static IEnumerable<DutyEntry> Entries(List<DutyStretch> stretches, ScheduleQuery query) => stretches
        .Where(stretch => query.Person is null || OnCallRules.IsSame(stretch.Duty.Person, query.Person))
        .Select(stretch => new DutyEntry
        {
            Start = stretch.Start.ToDateTimeOffset(), End = EndOf(stretch) ?? query.To, Person = stretch.Duty.Person,
            Layer = stretch.Duty.Layer?.Layer.Name, RotationIndex = stretch.Duty.Layer?.Index,
            IsOverride = stretch.Duty.StandIn is not null,
            OverrideId = stretch.Duty.StandIn is { Id.Length: > 0 } added ? added.Id : null,
            Reason = stretch.Duty.StandIn?.Reason,
        });

    private static DateTimeOffset? EndOf(DutyStretch stretch) => stretch.End == Instant.MaxValue ? null : stretch.End.ToDateTimeOffset();
}
