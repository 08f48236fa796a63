using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Domain.OnCall;
using AiSre.Grains.OnCall;

namespace AiSre.Console.OnCall;

/// <summary>Who is on call in every team, and one team's calendar.</summary>
/// <param name="Teams">One row a team.</param>
/// <param name="People">Who can be put on call: the reader alone, unless he is an admin.</param>
/// <param name="Shifts">The reader's next ones.</param>
/// <param name="Chosen">Whose calendar is shown; null where none is.</param>
/// <param name="IsAlone">Many teams: the calendar has a page of its own.</param>
/// <param name="Draft">What stands in the form.</param>
public sealed record OnCallView(
    ImmutableArray<TeamRow> Teams, ImmutableArray<string> People, ImmutableArray<MyShift> Shifts, TeamCalendar? Chosen, bool IsAlone,
    OverrideDraft Draft)
{
    public const string Team = "team";

    /// <summary>When somebody else is on call, or nobody is.</summary>
    public IEnumerable<DateTimeOffset?> Turns => Teams.SelectMany(team => (DateTimeOffset?[])[team.Until, team.Gap?.Start, team.Gap?.End])
        .Concat((Chosen?.Overrides ?? []).SelectMany(item => (DateTimeOffset?[])[item.Start, item.End]))
        .Concat(Shifts.SelectMany(shift => (DateTimeOffset?[])[shift.Start, shift.End]));

    /// <summary>More than these, and the calendar below them would be far away.</summary>
    private const int FewTeams = 12;

    private const int MostShifts = 6;

    /// <summary>How far ahead gaps are looked for.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(28);

    /// <summary>Null when there is no such team.</summary>
    internal static async Task<OnCallView?> LoadAsync(ConsoleContext context, IGrainFactory grains, OverrideDraft draft)
    {
        var queries = grains.GetGrain<IOnCallQueries>(0);
        var known = queries.PeopleAsync(context.Workspace);
        var teams = await queries.TeamsAsync(context.Workspace);
        if (teams.IsEmpty) return new([], [], [], null, false, draft);
        var schedule = await queries.ScheduleAsync(new() { Workspace = context.Workspace, From = context.Now, To = context.Now + Ahead });
        var people = (await known).ToDictionary(person => person.Id, StringComparer.OrdinalIgnoreCase);
        var rows = teams.Select(team => TeamRow.Of(team, schedule, people, context.Now, context.Now + Ahead)).ToImmutableArray();
        var shifts = MyShift.Of(schedule, context.User.Name).Take(MostShifts).ToImmutableArray();

        var wanted = context.Query[Team].ToString();
        var chosen = wanted.Length > 0
            ? rows.FirstOrDefault(row => row.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            : rows.Length > FewTeams ? null : rows.FirstOrDefault(row => shifts.Any(shift => shift.Team == row.Name)) ?? rows[0];
        if (wanted.Length > 0 && chosen is null) return null;
        var calendar = chosen is null ? null : await TeamCalendar.LoadAsync(chosen, context, queries);
        var user = context.User;
        return new(
            rows, [.. people.Keys.Where(person => OverrideRules.MayDecide(user.Name, user.MayAdminister, person)).Order(StringComparer.Ordinal)],
            shifts, calendar, wanted.Length > 0 && rows.Length > FewTeams, draft);
    }
}

/// <summary>A shift of the reader.</summary>
/// <param name="Team">Of which team.</param>
/// <param name="Start">Included.</param>
/// <param name="End">Not included.</param>
public sealed record MyShift(string Team, DateTimeOffset Start, DateTimeOffset End)
{
    internal static IEnumerable<MyShift> Of(DutySchedule? schedule, string person) =>
        (schedule?.Teams ?? []).SelectMany(team => team.Final
            .Where(entry => string.Equals(entry.Person, person, StringComparison.OrdinalIgnoreCase))
            .Select(entry => new MyShift(team.Team, entry.Start, entry.End)))
        .OrderBy(shift => shift.Start);
}
