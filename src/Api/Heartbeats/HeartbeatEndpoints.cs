using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using AiSre.Grains;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>Those who say regularly that they live: a backup, a cron job, another platform.</summary>
internal static class HeartbeatEndpoints
{
    private const string Said = "What is left out stays as it was.";

    private static readonly QueryParameter<int?> Interval = Query.Whole(
        "interval_seconds", $"From one beat to the next; at first 60. {Said}", HeartbeatSettings.MinIntervalSeconds,
        HeartbeatSettings.MaxIntervalSeconds);

    private static readonly QueryParameter<int?> Grace = Query.Whole(
        "grace_seconds", $"How much later a beat may be; at first half the interval. {Said}", HeartbeatSettings.MinGraceSeconds,
        HeartbeatSettings.MaxIntervalSeconds);

    private static readonly QueryParameter<string?> OfSeverity = SeverityQuery.Optional(
        $"Of the incident that a missing one opens; at first critical. {Said}");
    private static readonly QueryParameter<string?> Service = Query.Text("service", $"Whose heart it is. {Said}", 200);

    // Senders are careless with the type.
    private static readonly string[] MoreTypes = ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"];

    private static readonly string[] Statuses = ["up", "ok", "success", "down", "fail", "failed", "error"];

    private static readonly QueryParameter<string?> Status = Query.Word(
        "status", "up when absent. What is down is no beat; that opens nothing by itself, as /fail does.", Statuses);

    public static void MapHeartbeats(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/heartbeats").WithTags("Heartbeats");
        group.MapGet("", List).RequireRole(Role.Viewer).Describe("listHeartbeats", "Heartbeats and whether they beat")
            .Answers(HeartbeatExamples.List);
        var one = group.MapGroup("/{name}").WithPath("name", "1 to 100 letters, digits, '-', '_' or '.'.", "nightly-backup");
        one.MapPost("", BeatWithBody).RequireRole(Role.Ingest).AsIngest()
            .Describe(
                "beat", "Say that it lives",
                "The first beat makes it known. What may stand in the body may also stand in the query, which wins. An alert that fires, in the " +
                "body of another product, is a beat as well, and its end is none.")
            .WithQuery(Interval, Grace, OfSeverity, Service, Status).Accepts<HeartbeatBody>(isOptional: true, "application/json", MoreTypes)
            .Takes(HeartbeatExamples.Body).Answers(HeartbeatExamples.Up);
        // A cron job's curl and many products can do nothing else.
        one.MapGet("", Beat).RequireRole(Role.Ingest).AsIngest()
            .Describe("beatByGet", "Say that it lives, with a GET", "For those that can send nothing else.")
            .WithQuery(Interval, Grace, OfSeverity, Service, Status).Answers(HeartbeatExamples.Up);
        one.MapMethods("/fail", [HttpMethods.Post, HttpMethods.Get], Fail).RequireRole(Role.Ingest).AsIngest()
            .Describe(
                "failHeartbeat", "Say that it has failed",
                "Opens its incident at once, with the body's text; the next beat resolves that. Never counts as a beat.")
            .WithQuery(Interval, Grace, OfSeverity, Service).TakesText("text/plain", "pg_dump: connection refused").Answers(HeartbeatExamples.Failed);
        one.MapDelete("", Forget).RequireRole(Role.Operator)
            .Describe("forgetHeartbeat", "Forget it", "It is no longer missed. May be repeated.").AnswersNothing(StatusCodes.Status204NoContent);
    }

    private static Task<IResult> Beat(string name, Caller caller, QueryReader query, IGrainFactory grains, KnownWorkspaces workspaces) =>
        BeatAsync(name, new(null, true), caller, query, grains, workspaces);

    private static async Task<IResult> BeatWithBody(
        HttpContext context, string name, Caller caller, QueryReader query, IGrainFactory grains, KnownWorkspaces workspaces, TimeProvider clock) =>
        await BeatAsync(name, await BeatBody.ReadAsync(context, clock), caller, query, grains, workspaces);

    private static async Task<IResult> BeatAsync(
        string name, BeatBody body, Caller caller, QueryReader query, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        if (WrongName(name) is { } wrong) return wrong;
        var request = RequestOf(query, body.Own);
        var down = (query.Of(Status) ?? body.Own?.Status) is { } status && Array.IndexOf(Statuses, status) > 2;
        if ((query.Problem ?? WrongBody(body.Own)) is { } problem) return problem;
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var grain = grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(caller.Workspace, name));
        return down || !body.Beats
            ? TypedResults.Ok(HeartbeatResponse.NoBeat(name, await grain.GetAsync()))
            : Answer(await grain.BeatAsync(request));
    }

    private static async Task<IResult> Fail(
        HttpContext context, string name, Caller caller, QueryReader query, IGrainFactory grains, KnownWorkspaces workspaces)
    {
        if (WrongName(name) is { } wrong) return wrong;
        var request = RequestOf(query, null);
        if (query.Problem is { } problem) return problem;
        string said;
        using (var body = await RequestBody.ReadAsync(context)) said = FailureText.Of(body.Bytes.Span);
        if (await workspaces.EnsureAsync(caller) is { } unknown) return unknown;
        var grain = grains.GetGrain<IHeartbeatGrain>(GrainKeys.Heartbeat(caller.Workspace, name));
        return Answer(await grain.FailAsync(request, said.Length == 0 ? null : said));
    }

    private static HeartbeatRequest RequestOf(QueryReader query, HeartbeatBody? body) => new(
        query.Of(Interval) ?? body?.IntervalSeconds,
        query.Of(Grace) ?? body?.GraceSeconds,
        (query.Of(OfSeverity) ?? body?.Severity) is { } severity ? SeverityMap.Parse(severity) : null,
        query.Of(Service) ?? body?.Service);

    private static IResult Answer(HeartbeatStatus status) => status.State is HeartbeatState.Refused
        ? Problems.Conflict(
            $"There are {HeartbeatRules.MaxOfWorkspace} heartbeats already; forget some that are not needed.", "too_many_heartbeats")
        : TypedResults.Ok(HeartbeatResponse.From(status));

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
        if (body.Severity is { } severity && !SeverityQuery.Words.Contains(severity))
            errors.Add(new(["body", "severity"], "Must be one of critical, high, warning, info."));
        if (body.Status is { } status && !Statuses.Contains(status))
            errors.Add(new(["body", "status"], $"Must be one of {string.Join(", ", Statuses)}."));
        if (body.Service?.Length is 0 or > 200) errors.Add(new(["body", "service"], "Must be 1 to 200 characters long."));
        return errors.Count == 0 ? null : Problems.Unprocessable(errors);

        void Check(int? seconds, string field, int min)
        {
            if (seconds < min || seconds > HeartbeatSettings.MaxIntervalSeconds)
                errors.Add(new(["body", field], Invariant($"Must be a whole number from {min} to {HeartbeatSettings.MaxIntervalSeconds}.")));
        }
    }
}
