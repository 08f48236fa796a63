using Prometheus;

namespace AiSre.Grains.Heartbeats;

/// <summary>Heartbeats on <c>/metrics</c>.</summary>
internal static class HeartbeatMetrics
{
    private static readonly Counter MissedTotal = Metrics.CreateCounter(
        "ai_sre_heartbeats_missed_total", "Heartbeats that were given up because no beat came in time.");

    /// <summary>Shows it as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish() => MissedTotal.Inc(0);

    public static void Missed() => MissedTotal.Inc();
}
