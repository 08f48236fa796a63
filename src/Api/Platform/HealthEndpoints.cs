using AiSre.Api.Description;
using AiSre.Api.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiSre.Api.Platform;

internal static class HealthEndpoints
{
    // Many load balancers probe with HEAD.
    private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("System").OpenToAll();
        health.MapMethods("", GetOrHead, Health)
            .Describe("getHealth", "How the platform is", "503 when the ledger cannot commit.").Answers(PlatformExamples.Health);
        health.MapMethods("/live", GetOrHead, static () => Answer(new("ok"), 200)).Describe("getLiveness", "Whether the process runs")
            .Answers(PlatformExamples.Alive);
        health.MapMethods("/ready", GetOrHead, Ready)
            .Describe("getReadiness", "Whether an alert that is sent now would be kept", "503 when not.").Answers(PlatformExamples.Alive);
    }

    /// <summary>
    /// 503 only when the ledger cannot commit: everything else degrades what we do, this alone leaves alerts undecided and commands refused.
    /// </summary>
    private static async Task<IResult> Health(HealthReport report, ApiKeyRing keys, CancellationToken cancellation)
    {
        var states = await report.GetAsync(cancellation);
        var body = new HealthResponse(
            states.AllWell ? "ok" : "degraded", keys.DevMode ? "dev" : "secured",
            new(states.Ledger, states.Cluster, states.Alarms, states.Notifications),
            states.Details is { Count: > 0 } details ? details : null);
        return TypedResults.Json(body, statusCode: states.Ledger is HealthState.Failed ? 503 : 200);
    }

    /// <summary>
    /// Ready means that an alert sent now would be kept. While the ledger is away the spool keeps it, so that is no reason to send nobody here; it is
    /// one when the spool cannot either, as when the folder of both is gone.
    /// </summary>
    private static async Task<IResult> Ready(HealthReport report, CancellationToken cancellation)
    {
        var states = await report.GetAsync(cancellation);
        if (states.KeepsAlerts && states.Ledger is not HealthState.Failed) return Answer(new("ok"), 200);
        var why = states.Details is { Count: > 0 } details ? details : null;
        return states.KeepsAlerts ? Answer(new("degraded", why), 200) : Answer(new("unavailable", why), 503);
    }

    private static JsonHttpResult<LivenessResponse> Answer(LivenessResponse body, int status) => TypedResults.Json(body, statusCode: status);
}
