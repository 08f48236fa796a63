using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;

namespace AiSre.Api.OnCall;

/// <summary>On-call for calendar programs, which subscribe to an address and can set no header: <c>?api_key=</c> is theirs.</summary>
internal static class CalendarEndpoints
{
    private const string MediaType = "text/calendar";
    private static readonly TimeSpan Past = TimeSpan.FromDays(30);
    private static readonly TimeSpan Future = TimeSpan.FromDays(90);

    public static void MapCalendars(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapOnCallGroup().WithQuery(WorkspaceQuery.One).AnswersText(MediaType, OnCallExamples.Calendar);
        group.MapGet("/teams/{team}/calendar.ics", OfTeam)
            .Describe("getTeamCalendar", "A team's on-call as iCalendar").WithPath("team", "The team's name.", "search-team");
        group.MapGet("/people/{person}/calendar.ics", OfPerson)
            .Describe("getPersonCalendar", "A person's on-call as iCalendar").WithPath("person", "The person's id.", "dave");
    }

    private static async Task<IResult> OfTeam(string team, Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock) =>
        await Feed(caller, query, grains, clock, team, null) ?? OnCallRequests.NoTeam(team);

    private static async Task<IResult> OfPerson(string person, Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock) =>
        await Feed(caller, query, grains, clock, null, person) ?? Problems.NotFound($"There is no user {person}.");

    private static async Task<IResult?> Feed(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock, string? team, string? person)
    {
        var workspace = query.OneWorkspace(caller);
        if (query.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var schedule = await grains.OnCall()
            .ScheduleAsync(new() { Workspace = workspace, Team = team, Person = person, From = now - Past, To = now + Future });
        return schedule is null
            ? null
            : TypedResults.Text(
                DutyCalendar.Render(workspace, $"On call: {person ?? team}", person is not null, schedule, now), $"{MediaType}; charset=utf-8");
    }
}
