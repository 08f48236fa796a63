using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Heartbeats;

namespace AiSre.Api.Heartbeats;

/// <summary>What a job says of itself. To a name that nobody has declared all of it is 404, and leaves no trace.</summary>
internal static class BeatEndpoints
{
    private const string Said = "Of one that nobody has declared with PUT, but an earlier build registered by its first beat. Left out: as it was.";

    private static readonly QueryParameter<int?> Interval = Query.Whole(
        "interval_seconds", $"From one beat to the next. {Said}", HeartbeatSettings.MinIntervalSeconds, HeartbeatSettings.MaxIntervalSeconds);

    private static readonly QueryParameter<int?> Grace = Query.Whole(
        "grace_seconds", $"How much later a beat may be. {Said}", HeartbeatSettings.MinGraceSeconds, HeartbeatSettings.MaxIntervalSeconds);

    private static readonly QueryParameter<string?> OfSeverity = SeverityQuery.Optional($"Of the incident that a missing one opens. {Said}");

    private static readonly QueryParameter<string?> Service = Query.Text("service", $"Whose heart it is. {Said}", 200);

    // Senders are careless with the type.
    private static readonly string[] MoreTypes = ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"];

    private static readonly string[] Statuses = ["up", "ok", "success", "down", "fail", "failed", "error"];

    private static readonly QueryParameter<string?> Status = Query.Word(
        "status", "up when absent. What is down is no beat; that opens nothing by itself, as /fail does.", Statuses);

    /// <param name="one">The address of one heartbeat.</param>
    public static void MapBeats(this RouteGroupBuilder one)
    {
        one.MapPost("", BeatWithBody).TakesBeat().Describe(
            "beat", "Say that it lives",
            "What may stand in the body may also stand in the query, which wins. An alert that fires, in the body of another product, is a beat as " +
            "well, and its end is none.");
        one.MapPost("/success", BeatWithBody).TakesBeat().Describe("endHeartbeat", "Say that it has run", "A beat, by another name.");
        one.MapGet("/beat", Beat).RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe("beatByGet", "Say that it lives, with a GET", "For those that can send nothing else.")
            .WithQuery(Interval, Grace, OfSeverity, Service, Status).Answers(HeartbeatExamples.Up);
        one.MapPost("/start", Start).RequireRole(Role.Ingest, KeyScope.Ingest)
            .Describe(
                "startHeartbeat", "Say that a run begins",
                "It is shown as running until it ends, and with max_runtime_seconds its incident opens when it has not ended by then. No beat.")
            .Answers(HeartbeatExamples.Running);
        one.MapPost("/fail", Fail).RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe(
                "failHeartbeat", "Say that it has failed",
                "Opens its incident at once, with the body's text; the next beat resolves that. Never counts as a beat.")
            .WithQuery(Interval, Grace, OfSeverity, Service).TakesText("text/plain", "pg_dump: connection refused").Answers(HeartbeatExamples.Failed);
        one.MapPost("/{exitCode:int}", Exit).RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .WithPath("exitCode", "0 to 255, as the shell has it in $?. 0 is a beat, all else a failure.", "1")
            .Describe("exitHeartbeat", "Say how it has ended", "With its exit code; of a failure the body's text is shown too.")
            .TakesText("text/plain", "pg_dump: connection refused").Answers(HeartbeatExamples.Failed);
    }

    private static RouteHandlerBuilder TakesBeat(this RouteHandlerBuilder endpoint) => endpoint.RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
        .WithQuery(Interval, Grace, OfSeverity, Service, Status).Accepts<HeartbeatBody>(isOptional: true, "application/json", MoreTypes)
        .Takes(HeartbeatExamples.Body).Answers(HeartbeatExamples.Up);

    private static Task<IResult> Beat(string name, Caller caller, QueryReader query, IGrainFactory grains) =>
        BeatAsync(name, new(null, true), caller, query, grains);

    private static async Task<IResult> BeatWithBody(
        HttpContext context, string name, Caller caller, QueryReader query, IGrainFactory grains, TimeProvider clock) =>
        await BeatAsync(name, await BeatBody.ReadAsync(context, clock), caller, query, grains);

    private static async Task<IResult> BeatAsync(string name, BeatBody body, Caller caller, QueryReader query, IGrainFactory grains)
    {
        if (HeartbeatEndpoints.WrongName(name) is { } wrong) return wrong;
        var request = RequestOf(query, body.Own);
        var down = (query.Of(Status) ?? body.Own?.Status) is { } status && Array.IndexOf(Statuses, status) > 2;
        if ((query.Problem ?? WrongBody(body.Own)) is { } problem) return problem;
        var beats = !down && body.Beats;
        var grain = grains.Heartbeat(caller, name);
        return (beats ? await grain.BeatAsync(request) : await grain.GetAsync()) is { } known
            ? TypedResults.Ok(HeartbeatResponse.From(known) with { Beat = beats ? null : false })
            : await HeartbeatEndpoints.NotFoundAsync(name, caller, grains);
    }

    private static async Task<IResult> Start(string name, Caller caller, IGrainFactory grains)
    {
        if (HeartbeatEndpoints.WrongName(name) is { } wrong) return wrong;
        return await AnswerAsync(await grains.Heartbeat(caller, name).StartAsync(), name, caller, grains);
    }

    private static async Task<IResult> Fail(HttpContext context, string name, Caller caller, QueryReader query, IGrainFactory grains)
    {
        if (HeartbeatEndpoints.WrongName(name) is { } wrong) return wrong;
        var request = RequestOf(query, null);
        if (query.Problem is { } problem) return problem;
        var said = await SaidAsync(context);
        var status = await grains.Heartbeat(caller, name).FailAsync(request, said.Length == 0 ? null : said);
        return await AnswerAsync(status, name, caller, grains);
    }

    private static async Task<IResult> Exit(HttpContext context, string name, int exitCode, Caller caller, IGrainFactory grains)
    {
        if (HeartbeatEndpoints.WrongName(name) is { } wrong) return wrong;
        if (exitCode is < 0 or > 255) return Problems.Unprocessable("path", "exitCode", "Must be a whole number from 0 to 255.");
        var said = await SaidAsync(context);
        var grain = grains.Heartbeat(caller, name);
        var nothing = new HeartbeatRequest(null, null, null, null);
        var status = exitCode == 0
            ? await grain.BeatAsync(nothing)
            : await grain.FailAsync(nothing, Invariant($"It ended with exit code {exitCode}.\n{said}").TrimEnd());
        return await AnswerAsync(status, name, caller, grains);
    }

    private static async Task<IResult> AnswerAsync(HeartbeatStatus? status, string name, Caller caller, IGrainFactory grains) =>
        status is not null ? TypedResults.Ok(HeartbeatResponse.From(status)) : await HeartbeatEndpoints.NotFoundAsync(name, caller, grains);

    private static async Task<string> SaidAsync(HttpContext context)
    {
        using var body = await RequestBody.ReadAsync(context);
        return FailureText.Of(body.Bytes.Span);
    }

    private static HeartbeatRequest RequestOf(QueryReader query, HeartbeatBody? body) => new(
        query.Of(Interval) ?? body?.IntervalSeconds,
        query.Of(Grace) ?? body?.GraceSeconds,
        (query.Of(OfSeverity) ?? body?.Severity) is { } severity ? SeverityMap.Parse(severity) : null,
        query.Of(Service) ?? body?.Service);

    private static ProblemResult? WrongBody(HeartbeatBody? body)
    {
        if (body is null) return null;
        var errors = DeclarationReader.Problems(body.IntervalSeconds, body.GraceSeconds, body.Severity, body.Service);
        if (body.Status is { } status && !Statuses.Contains(status))
            errors.Add(new(["body", "status"], $"Must be one of {string.Join(", ", Statuses)}."));
        return errors.Count == 0 ? null : Problems.Unprocessable(errors);
    }
}
