using Prometheus;

namespace AiSre.Storage;

/// <summary>What the ledger's writer tells about itself on <c>/metrics</c>.</summary>
internal static class LedgerMetrics
{
    private static readonly Histogram BatchSize = Metrics.CreateHistogram(
        "ai_sre_ledger_batch_entries", "Entries of one commit.", new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1, 2, 13) });

    private static readonly Histogram CommitSeconds = Metrics.CreateHistogram(
        "ai_sre_ledger_commit_seconds", "Seconds of one commit.",
            new HistogramConfiguration { Buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5] });

    private static readonly Counter Failures = Metrics.CreateCounter("ai_sre_ledger_commit_failures_total", "Commits that failed.");
    private static readonly Gauge QueueDepth = Metrics.CreateGauge("ai_sre_ledger_queue_depth", "Entries that wait for the writer.");

    private static readonly Gauge Up = Metrics.CreateGauge("ai_sre_ledger_up", "1 when the last commit succeeded, 0 while commits fail.");

    public static void Committed(int entries, TimeSpan took, bool succeeded)
    {
        BatchSize.Observe(entries);
        CommitSeconds.Observe(took.TotalSeconds);
        if (!succeeded) Failures.Inc();
        Up.Set(succeeded ? 1 : 0);
    }

    /// <summary>The schema could be applied, so the database is there.</summary>
    public static void Started() => Up.Set(1);

    public static void Queued(int entries) => QueueDepth.Set(entries);
}
