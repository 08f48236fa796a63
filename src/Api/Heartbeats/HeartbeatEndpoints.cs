using AiSre.Api.Alerts;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using AiSre.Grains;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>Those who say regularly that they live: a backup, a cron job, another platform.</summary>
internal static class HeartbeatEndpoints
{
    public static void MapHeartbeats(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/heartbeats").WithTags("Heartbeats");
        group.MapGet("", List).RequireRole(Role.Viewer).Produces<HeartbeatListResponse>();
        group.MapPost("/{name}", BeatWithBody).RequireRole(Role.Ingest).AsIngest().Produces<HeartbeatResponse>();
        // A cron job's curl and many products can do nothing else.
        group.MapGet("/{name}", Beat).RequireRole(Role.Ingest).AsIngest().Produces<HeartbeatResponse>();
        group.MapDelete("/{name}", Forget).RequireRole(Role.Operator);
    }

    private static Task<IResult> Beat(string name, Caller caller, QueryReader query, IGrainFactory grains, KnownWorkspaces workspaces) =>
        BeatWithBody(name, null, caller, query, grains, workspaces);

    private static async Task<IResult> BeatWithBody(string name, HeartbeatBody? body, Caller caller, QueryReader query, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        if (WrongName(name) is { } wrong) return wrong;
        var request = new HeartbeatRequest(
            Whole(query, "interval_seconds", HeartbeatSettings.MinIntervalSeconds) ?? body?.IntervalSeconds,
            Whole(query, "grace_seconds", HeartbeatSettings.MinGraceSeconds) ?? body?.GraceSeconds,
            (query.Word("severity", "critical", "high", "warning", "info") ?? body?.Severity) is { } severity ? SeverityMap.Parse(severity) : null,
            query.Text("service", 200) ?? body?.Service);
        if ((query.Problem ?? WrongBody(body)) is { } problem) return problem;
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var status = await grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(caller.Workspace, name)).BeatAsync(request);
        return status.State is HeartbeatState.Refused
            ? Problems.Conflict($"There are {HeartbeatRules.MaxOfWorkspace} heartbeats already; forget some that are not needed.", "too_many_heartbeats")
            : TypedResults.Ok(HeartbeatResponse.From(status));
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var names = await grains.GetGrain<IHeartbeatNamesGrain>(caller.Workspace).ListAsync();
        var all = await Task.WhenAll(names.Select(name => grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(caller.Workspace, name)).GetAsync()));
        var shown = all.OfType<HeartbeatStatus>().Select(HeartbeatResponse.From).ToList();
        return TypedResults.Ok(new HeartbeatListResponse(shown, shown.Count));
    }

    private static async Task<IResult> Forget(string name, Caller caller, IGrainFactory grains)
    {
        if (WrongName(name) is { } wrong) return wrong;
        await grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(caller.Workspace, name)).ForgetAsync();
        return TypedResults.NoContent();
    }

    private static int? Whole(QueryReader query, string name, int min) =>
        query.Whole(name, 0, min, HeartbeatSettings.MaxIntervalSeconds) is > 0 and var seconds ? seconds : null;

    private static ProblemResult? WrongName(string name) =>
        name.Length is > 0 and <= 100 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? null
            : Problems.Unprocessable("path", "name", "Use 1 to 100 letters, digits, '-', '_' or '.'.");

    private static ProblemResult? WrongBody(HeartbeatBody? body)
    {
        if (body is null) return null;
        var errors = new List<FieldError>();
        Check(body.IntervalSeconds, "interval_seconds", HeartbeatSettings.MinIntervalSeconds);
        Check(body.GraceSeconds, "grace_seconds", HeartbeatSettings.MinGraceSeconds);
        if (body.Severity is not (null or "critical" or "high" or "warning" or "info")) errors.Add(new(["body", "severity"], "Must be one of critical, high, warning, info."));
        if (body.Service?.Length is 0 or > 200) errors.Add(new(["body", "service"], "Must be 1 to 200 characters long."));
        return errors.Count == 0 ? null : Problems.Unprocessable(errors);

        void Check(int? seconds, string field, int min)
        {
            if (seconds < min || seconds > HeartbeatSettings.MaxIntervalSeconds)
                errors.Add(new(["body", field], Invariant($"Must be a whole number from {min} to {HeartbeatSettings.MaxIntervalSeconds}.")));
        }
    }
}
