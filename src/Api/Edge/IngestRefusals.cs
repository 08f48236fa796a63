using System.Collections.Concurrent;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Grains;
using Prometheus;

namespace AiSre.Api.Edge;

/// <summary>
/// Senders whose alerts are refused as a whole, because of their key, its workspace, or how much they send. Nobody else would notice: their tool says
/// so in a log that nobody reads. Counted, and told in the log by the key's name and the source, never the key.
/// </summary>
internal sealed class IngestRefusals(TimeProvider clock, ILogger<IngestRefusals> log)
{
    private const string Other = "other";
    private const string NoKey = "none that is known";

    /// <summary>Of one kind a line each minute: whoever is broken sends all the time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly Counter Refused = Metrics.CreateCounter(
        "ai_sre_ingest_refused_total", "Deliveries and beats that were refused with 401, 403 or 429, by status and source.", "status", "source");

    private readonly ConcurrentDictionary<(int Status, string Key, string Source), LogPace> lines = [];

    /// <summary>Shows it as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish()
    {
        foreach (var status in (ReadOnlySpan<string>)["401", "403", "429"]) Refused.WithLabels(status, Other).Inc(0);
    }

    public static bool Concerns(int status) =>
        status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests;

    public void Count(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var source = SourceOf(context.Request);
        Refused.WithLabels(Invariant($"{status}"), source).Inc();
        var key = context.Features.Get<Caller>()?.Name ?? NoKey;
        if (lines.GetOrAdd((status, key, source), static (_, time) => new(time, Pause), clock).Count() is { } count)
            log.IngestRefused(status, key, source, context.Connection.RemoteIpAddress?.ToString() ?? "-", count);
    }

    /// <summary>As it is named: the body is not read before its sender is known.</summary>
    private static string SourceOf(HttpRequest request)
    {
        var named = request.Headers["X-Source"] is [{ Length: > 0 } header] ? header : request.Query["source"] is [{ } query] ? query : null;
        return named?.ToLowerInvariant() is { } source && AlertSource.Known.Contains(source) ? source : Other;
    }
}
