using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;

namespace AiSre.Api.OnCall;

/// <summary>Who is on call.</summary>
internal static class OnCallEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(92);

    private static readonly QueryParameter<string?> Service = Query.Text("service", "Whose team is asked for; the default team when absent.");
    private static readonly QueryParameter<string?> OfTeam = Query.Text("team", "Which team is asked for, in place of a service.");
    private static readonly QueryParameter<DateTimeOffset?> At = Instant("at", "For which instant; now when absent.");
    private static readonly QueryParameter<string?> Team = Query.Text("team", "One team; all when absent.");
    private static readonly QueryParameter<DateTimeOffset?> From = Instant("from", "The beginning; now when absent.");
    private static readonly QueryParameter<DateTimeOffset?> To = Instant("to", "The end, at most 92 days later; seven days later when absent.");

    public static void MapOnCall(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapOnCallGroup();
        group.MapGet("/current", Current)
            .Describe("getOnCall", "Who is on call").WithQuery(WorkspaceQuery.One, Service, OfTeam, At).Answers(OnCallExamples.Current);
        group.MapGet("/schedule", Schedule)
            .Describe("getOnCallSchedule", "Who is on call when").WithQuery(WorkspaceQuery.One, Team, From, To).Answers(OnCallExamples.Schedule);
        group.MapGet("/teams", Teams).Describe("listTeams", "Teams and their rotations").WithQuery(WorkspaceQuery.One).Answers(OnCallExamples.Teams);
    }

    /// <summary>Outside of these years a calendar is a guess.</summary>
    private static QueryParameter<DateTimeOffset?> Instant(string name, string description) => Query.Instant(name, description, 2000, 2099);

    private static async Task<IResult> Current(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.OneWorkspace(caller);
        var service = query.Of(Service);
        var team = query.Of(OfTeam);
        var at = query.Of(At);
        if (service is not null && team is not null) query.Refuse(OfTeam, "Name a service or a team, not both.");
        if (query.Problem is { } problem) return problem;
        if (team is not null)
        {
            return await grains.OnCall().CurrentOfTeamAsync(workspace, team, at) is { } ofTeam
                ? TypedResults.Ok(CurrentResponse.From(ofTeam))
                : OnCallRequests.NoTeam(team);
        }
        return await grains.OnCall().CurrentAsync(workspace, service, at) is { } duty
            ? TypedResults.Ok(CurrentResponse.From(duty))
            : Problems.NotFound(service is null
                ? "No team is the default one (\"*\"). Name a service."
                : $"No team looks after {service}, and none is the default one (\"*\").");
    }

    private static async Task<IResult> Schedule(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var workspace = query.OneWorkspace(caller);
        var team = query.Of(Team);
        var from = query.Of(From) ?? clock.GetUtcNow();
        var to = query.Of(To) ?? from + DefaultRange;
        if (to <= from) query.Refuse(To, "Must be later than from.");
        else if (to - from > LongestRange) query.Refuse(To, "Must be at most 92 days after from.");
        if (query.Problem is { } problem) return problem;
        var schedule = await grains.OnCall().ScheduleAsync(new() { Workspace = workspace, Team = team, From = from, To = to, WithLayers = true });
        return schedule is null
            ? OnCallRequests.NoTeam(team!)
            : TypedResults.Ok(new ScheduleResponse(
                from, to, [.. schedule.Teams.Select(item => TeamScheduleResponse.From(item, from, to))], schedule.Teams.Length));
    }

    private static async Task<IResult> Teams(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.OneWorkspace(caller);
        if (query.Problem is { } problem) return problem;
        var teams = await grains.OnCall().TeamsAsync(workspace);
        return TypedResults.Ok(new TeamsResponse([.. teams.Select(TeamResponse.From)], teams.Length));
    }
}
