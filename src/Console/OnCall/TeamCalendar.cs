using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Domain.OnCall;
using AiSre.Grains.OnCall;
using NodaTime;
using NodaTime.Text;

namespace AiSre.Console.OnCall;

/// <summary>Four weeks of one team, by its own clocks.</summary>
/// <param name="Team">Whose.</param>
/// <param name="Zone">Whose clocks.</param>
/// <param name="Weeks">Oldest first.</param>
/// <param name="Gaps">When nobody is on call.</param>
/// <param name="Overrides">Who stands in, or will.</param>
/// <param name="First">The Monday that it begins with.</param>
public sealed record TeamCalendar(
    TeamRow Team, DateTimeZone Zone, ImmutableArray<Week> Weeks, ImmutableArray<CalendarGap> Gaps, ImmutableArray<OverrideFacts> Overrides,
    LocalDate First)
{
    public const string From = "from";
    private const int Shown = 4;

    public string Earlier => LocalDatePattern.Iso.Format(First.PlusWeeks(-Shown));

    public string Later => LocalDatePattern.Iso.Format(First.PlusWeeks(Shown));

    internal static async Task<TeamCalendar> LoadAsync(TeamRow team, ConsoleContext context, IOnCallQueries queries)
    {
        var facts = await queries.TeamsAsync(context.Workspace);
        var zone = LocalTimes.Zone(facts.First(item => item.Name == team.Name).TimeZone);
        var today = Instant.FromDateTimeOffset(context.Now).InZone(zone).Date;
        var asked = LocalDatePattern.Iso.Parse(context.Query[From].ToString());
        var wanted = asked.Success && asked.Value.Year is > 2000 and < 2099 ? asked.Value : today;
        var first = wanted.PlusDays(1 - (int)wanted.DayOfWeek);
        var (start, end) = (InstantOf(first), InstantOf(first.PlusWeeks(Shown)));
        var schedule = await queries.ScheduleAsync(
            new() { Workspace = context.Workspace, Team = team.Name, From = start, To = end, WithLayers = true });
        var rota = schedule?.Teams.FirstOrDefault() ?? new(team.Name, zone.Id, [], []);
        var overrides = await queries.OverridesAsync(context.Workspace);
        return new(
            team, zone,
            [.. Enumerable.Range(0, Shown).Select(week => WeekTables.Of(rota, first.PlusWeeks(week), zone, today, context.User.Name))],
            [
                .. rota.Final.Where(entry => entry.Person is null && entry.End > context.Now && entry.Start < end)
                    .Select(entry => CalendarGap.Of(entry, zone)),
            ],
            [.. overrides.Where(item => item.Team.Equals(team.Name, StringComparison.OrdinalIgnoreCase))], first);

        DateTimeOffset InstantOf(LocalDate date) => LocalTimes.At(date.AtMidnight(), zone).ToDateTimeOffset();
    }
}

/// <summary>Nobody is on call.</summary>
/// <param name="Start">Included.</param>
/// <param name="End">Not included.</param>
/// <param name="From">The same by the team's clocks, as a form wants it.</param>
/// <param name="To">The same by the team's clocks, as a form wants it.</param>
public sealed record CalendarGap(DateTimeOffset Start, DateTimeOffset End, string From, string To)
{
    internal static CalendarGap Of(DutyEntry entry, DateTimeZone zone) =>
        new(entry.Start, entry.End, Local(entry.Start, zone), Local(entry.End, zone));

    private static string Local(DateTimeOffset at, DateTimeZone zone) =>
        OverrideRules.Text(Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime);
}
