using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains.OnCall;

namespace AiSre.Api.OnCall;

/// <summary>Who is on call.</summary>
internal static class OnCallEndpoints
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(92);

    // Outside of these years a calendar is a guess.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static void MapOnCall(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/oncall").WithTags("On-Call").RequireRole(Role.Viewer);
        group.MapGet("/current", Current).Produces<CurrentResponse>();
        group.MapGet("/schedule", Schedule).Produces<ScheduleResponse>();
        group.MapGet("/teams", Teams).Produces<TeamsResponse>();
        group.MapCalendars();
        group.MapOverrides();
    }

    internal static IOnCallQueries OnCall(this IGrainFactory grains) => grains.GetGrain<IOnCallQueries>(0);

    /// <summary>The workspace that a request is about: on-call is always of one, never of all.</summary>
    internal static (string Workspace, ProblemResult? Problem) WorkspaceOf(Caller caller, QueryReader query)
    {
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        return (workspace ?? caller.Workspace, foreign);
    }

    internal static ProblemResult NoTeam(string team) => Problems.NotFound($"There is no team {team}.");

    private static async Task<IResult> Current(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (workspace, foreign) = WorkspaceOf(caller, query);
        var service = query.Text("service");
        var at = Instant(query, "at");
        if ((foreign ?? query.Problem) is { } problem) return problem;
        return await grains.OnCall().CurrentAsync(workspace, service, at) is { } duty
            ? TypedResults.Ok(CurrentResponse.From(duty))
            : Problems.NotFound(service is null ? "No team is the default one (\"*\"). Name a service." : $"No team looks after {service}, and none is the default one (\"*\").");
    }

    private static async Task<IResult> Schedule(Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock)
    {
        var (workspace, foreign) = WorkspaceOf(caller, query);
        var team = query.Text("team");
        var from = Instant(query, "from") ?? clock.GetUtcNow();
        var to = Instant(query, "to") ?? from + DefaultRange;
        if (to <= from) query.Refuse("to", "Must be later than from.");
        else if (to - from > LongestRange) query.Refuse("to", "Must be at most 92 days after from.");
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var schedule = await grains.OnCall().ScheduleAsync(new() { Workspace = workspace, Team = team, From = from, To = to, WithLayers = true });
        return schedule is null
            ? NoTeam(team!)
            : TypedResults.Ok(new ScheduleResponse(from, to, [.. schedule.Teams.Select(item => TeamScheduleResponse.From(item, from, to))], schedule.Teams.Length));
    }

    private static async Task<IResult> Teams(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (workspace, foreign) = WorkspaceOf(caller, query);
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var teams = await grains.OnCall().TeamsAsync(workspace);
        return TypedResults.Ok(new TeamsResponse([.. teams.Select(TeamResponse.From)], teams.Length));
    }

    private static DateTimeOffset? Instant(QueryReader query, string name)
    {
        var instant = query.Instant(name);
        if (instant < Earliest || instant > Latest) query.Refuse(name, "Must be from 2000 to 2099.");
        return instant;
    }
}
