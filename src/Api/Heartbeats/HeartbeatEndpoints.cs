using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Heartbeats;
using AiSre.Grains;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>Those who are to say that they live, a backup, a cron job, another platform: who they are, and how they are.</summary>
internal static class HeartbeatEndpoints
{
    public static void MapHeartbeats(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/heartbeats").WithTags("Heartbeats");
        group.MapGet("", List).RequireRole(Role.Viewer, KeyScope.Read).Describe("listHeartbeats", "Heartbeats and whether they beat")
            .Answers(HeartbeatExamples.List);
        var one = group.MapGroup("/{name}").WithPath("name", "1 to 100 letters, digits, '-', '_' or '.'.", "nightly-backup");
        one.MapPut("", Declare).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe(
                "declareHeartbeat", "Say when it is to beat",
                "By interval_seconds or by schedule. From now on it is waited for, also when it never runs. What is left out has its default; said " +
                "again it changes nothing. One that the definitions declare is 409.")
            .Takes(HeartbeatExamples.Declaration).Answers(HeartbeatExamples.Never);
        one.MapGet("", Get).RequireRole(Role.Viewer, KeyScope.Read).Describe("getHeartbeat", "One heartbeat", "Reads only: it is no beat.")
            .Answers(HeartbeatExamples.Up);
        one.MapDelete("", Forget).RequireRole(Role.Operator, KeyScope.Configure)
            .Describe("forgetHeartbeat", "Forget it", "It is no longer missed. May be repeated. One that the definitions declare is 409.")
            .AnswersNothing(StatusCodes.Status204NoContent);
        one.MapBeats();
    }

    /// <summary>Null when it may be called so.</summary>
    internal static ProblemResult? WrongName(string name) =>
        HeartbeatRules.IsName(name)
            ? null
            : Problems.Unprocessable("path", "name", "Use 1 to 100 letters, digits, '-', '_' or '.'.");

    internal static IHeartbeatGrain Heartbeat(this IGrainFactory grains, Caller caller, string name) =>
        grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(caller.Workspace, name));

    /// <summary>Of a name that nobody has declared.</summary>
    internal static async Task<IResult> NotFoundAsync(string name, Caller caller, IGrainFactory grains)
    {
        var names = await grains.GetGrain<IHeartbeatNamesGrain>(caller.Workspace).ListAsync();
        var near = Domain.Spelling.Nearest(name, names) is { } meant ? $" Did you mean {meant}?" : "";
        return Problems.NotFound(
            $"No heartbeat is called {name} here.{near} PUT /heartbeats/{name} declares it, with {{\"interval_seconds\": 3600}} or " +
            "{\"schedule\": \"0 3 * * *\", \"time_zone\": \"Europe/Berlin\"}.", "unknown_heartbeat");
    }

    private static async Task<IResult> Declare(
        string name, Body<HeartbeatDeclaration> body, Caller caller, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        if (WrongName(name) is { } wrong) return wrong;
        var (settings, problem) = DeclarationReader.Read(body.Value);
        if (settings is null) return problem!;
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var status = await grains.Heartbeat(caller, name).DeclareAsync(settings);
        return status.State switch
        {
            HeartbeatState.Refused => Problems.Conflict(
                $"There are {HeartbeatRules.MaxOfWorkspace} heartbeats already; forget some that are not needed.", "too_many_heartbeats"),
            HeartbeatState.Defined => Elsewhere(name),
            _ => TypedResults.Ok(HeartbeatResponse.From(status)),
        };
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var names = await grains.GetGrain<IHeartbeatNamesGrain>(caller.Workspace).ListAsync();
        var all = await Task.WhenAll(names.Select(name => grains.Heartbeat(caller, name).GetAsync()));
        var shown = all.OfType<HeartbeatStatus>().Select(HeartbeatResponse.From).ToList();
        return TypedResults.Ok(new HeartbeatListResponse(shown, shown.Count));
    }

    private static async Task<IResult> Get(string name, Caller caller, IGrainFactory grains)
    {
        if (WrongName(name) is { } wrong) return wrong;
        return await grains.Heartbeat(caller, name).GetAsync() is { } status
            ? TypedResults.Ok(HeartbeatResponse.From(status))
            : await NotFoundAsync(name, caller, grains);
    }

    private static async Task<IResult> Forget(string name, Caller caller, IGrainFactory grains)
    {
        if (WrongName(name) is { } wrong) return wrong;
        var heartbeat = grains.Heartbeat(caller, name);
        if (await heartbeat.GetAsync() is { IsDefined: true }) return Elsewhere(name);
        await heartbeat.ForgetAsync();
        return TypedResults.NoContent();
    }

    private static ProblemResult Elsewhere(string name) => Problems.Conflict(
        $"The heartbeat {name} is one of the workspace's definitions; change it there.", "defined_by_definitions");
}
