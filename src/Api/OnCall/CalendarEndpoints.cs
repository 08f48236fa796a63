using AiSre.Api.Errors;
using AiSre.Api.Security;

namespace AiSre.Api.OnCall;

/// <summary>On-call for calendar programs, which subscribe to an address and can set no header: <c>?api_key=</c> is theirs.</summary>
internal static class CalendarEndpoints
{
    private const string MediaType = "text/calendar";
    private static readonly TimeSpan Past = TimeSpan.FromDays(30);
    private static readonly TimeSpan Future = TimeSpan.FromDays(90);

    public static void MapCalendars(this IEndpointRouteBuilder oncall)
    {
        oncall.MapGet("/teams/{team}/calendar.ics", OfTeam).Produces<string>(StatusCodes.Status200OK, MediaType);
        oncall.MapGet("/people/{person}/calendar.ics", OfPerson).Produces<string>(StatusCodes.Status200OK, MediaType);
    }

    private static async Task<IResult> OfTeam(string team, Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock) =>
        await Feed(caller, query, grains, clock, team, null) ?? OnCallEndpoints.NoTeam(team);

    private static async Task<IResult> OfPerson(string person, Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock) =>
        await Feed(caller, query, grains, clock, null, person) ?? Problems.NotFound($"There is no user {person}.");

    private static async Task<IResult?> Feed(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock, string? team, string? person)
    {
        var (workspace, foreign) = OnCallEndpoints.WorkspaceOf(caller, query);
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var now = clock.GetUtcNow();
        var schedule = await grains.OnCall().ScheduleAsync(new() { Workspace = workspace, Team = team, Person = person, From = now - Past, To = now + Future });
        return schedule is null
            ? null
            : TypedResults.Text(DutyCalendar.Render(workspace, $"On call: {person ?? team}", person is not null, schedule, now), $"{MediaType}; charset=utf-8");
    }
}
