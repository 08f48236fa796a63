using Prometheus;

namespace AiSre.Storage;

/// <summary>What the spool tells about itself on <c>/metrics</c>.</summary>
internal static class SpoolMetrics
{
    public static readonly Gauge Depth = Metrics.CreateGauge("ai_sre_spool_depth", "Accepted deliveries that wait for the ledger to come back.");
    public static readonly Counter Kept =
        Metrics.CreateCounter("ai_sre_spool_kept_total", "Deliveries that were put into the spool by this process.");
    public static readonly Counter Drained =
        Metrics.CreateCounter("ai_sre_spool_drained_total", "Deliveries that this process took from the spool into the ledger.");
}
