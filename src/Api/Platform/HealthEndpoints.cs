using System.Text.Json.Serialization;
using AiSre.Api.Json;
using AiSre.Api.Security;

namespace AiSre.Api.Platform;

/// <param name="Status"><c>ok</c> or <c>degraded</c>.</param>
/// <param name="Mode"><c>dev</c> when no keys are set, else <c>secured</c>.</param>
/// <param name="Checks">Each <c>ok</c>, <c>degraded</c>, <c>failed</c> or <c>not_configured</c>.</param>
/// <param name="Details">What there is to say about those that are not well; absent when there is nothing.</param>
public sealed record HealthResponse(
    string Status, string Mode, HealthCheckStates Checks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Details = null);

public sealed record HealthCheckStates(HealthState Ledger, HealthState Cluster, HealthState Alarms, HealthState Notifications);

public sealed record LivenessResponse(string Status);

internal static class HealthEndpoints
{
    // Many load balancers probe with HEAD.
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("System").OpenToAll();
        health.MapMethods("", GetOrHead, Health);
        health.MapMethods("/live", GetOrHead, static () => Answer(true));
        health.MapMethods("/ready", GetOrHead, Ready);
    }

    /// <summary>503 only when the ledger cannot commit: everything else degrades what we do, this alone leaves alerts undecided and commands refused.</summary>
    private static async Task<IResult> Health(HealthReport report, ApiKeyRing keys, CancellationToken cancellation)
    {
        var states = await report.GetAsync(cancellation);
        var body = new HealthResponse(
            states.AllWell ? "ok" : "degraded", keys.DevMode ? "dev" : "secured",
            new(states.Ledger, states.Cluster, states.Alarms, states.Notifications),
            states.Details is { Count: > 0 } details ? details : null);
        return Results.Json(body, ApiJson.Options, statusCode: states.Ledger is HealthState.Failed ? 503 : 200);
    }

    /// <summary>Ready means that an alert sent now would be kept. While the ledger is away the spool keeps it, so that is no reason to send nobody here.</summary>
    private static async Task<IResult> Ready(HealthReport report, CancellationToken cancellation) =>
        Answer(await report.GetAsync(cancellation) is { Cluster: not HealthState.Failed });

    private static IResult Answer(bool ok) =>
        Results.Json(new LivenessResponse(ok ? "ok" : "unavailable"), ApiJson.Options, statusCode: ok ? 200 : 503);
}
