using System.Collections.Immutable;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using Microsoft.Extensions.Logging;
using Prometheus;

namespace AiSre.Grains.Notifications;

/// <summary>
/// Pages of this silo that have reached nobody: each is an error in the log, a count on <c>/metrics</c>, and for a while in the health.
/// </summary>
public sealed partial class UnreachedPages(TimeProvider clock, ILogger<UnreachedPages> log)
{
    private static readonly Counter Total =
        Metrics.CreateCounter("ai_sre_pages_unreached_total", "Pages that have reached nobody: every message of them was given up, or fails.");

    private long lastAt;

    /// <summary>When the last of them was; null: there was none since this process started.</summary>
    public DateTimeOffset? LastAt => Interlocked.Read(ref lastAt) is var at and not 0 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>Shows them as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish() => Total.Inc(0);

    /// <summary>Looks for them among what was committed.</summary>
    public void Committed(Incident incident, ImmutableArray<TimelineEvent> events)
    {
        if (events.IsDefaultOrEmpty) return;
        foreach (var said in events)
        {
            if (!UnreachedRules.SaysSo(said)) continue;
            Total.Inc();
            Interlocked.Exchange(ref lastAt, clock.GetUtcNow().ToUnixTimeMilliseconds());
            LogUnreached(log, incident.Workspace, incident.Id, said.Type, said.Payload);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A page has reached nobody: {Workspace}, {Incident}, {What} {Details}")]
    private static partial void LogUnreached(ILogger log, string workspace, string incident, string what, string details);
}
