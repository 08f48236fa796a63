using Prometheus;

namespace AiSre.Grains.Alarms;

/// <summary>Alarms on <c>/metrics</c>.</summary>
internal static class AlarmMetrics
{
    private static readonly Counter FiredTotal = Metrics.CreateCounter("ai_sre_alarms_fired_total", "Alarms that were acted on.");

    private static readonly Histogram Lateness = Metrics.CreateHistogram(
        "ai_sre_alarm_lateness_seconds", "How long after its due time an alarm was acted on.",
        new HistogramConfiguration { Buckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200] });

    private static readonly Counter FailedTotal = Metrics.CreateCounter(
        "ai_sre_alarm_failures_total", "Calls of a due alarm that failed and are made again.");

    /// <summary>Shows them as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish()
    {
        FiredTotal.Inc(0);
        FailedTotal.Inc(0);
    }

    public static void Fired(TimeSpan late)
    {
        FiredTotal.Inc();
        Lateness.Observe(Math.Max(0, late.TotalSeconds));
    }

    public static void Failed() => FailedTotal.Inc();
}
