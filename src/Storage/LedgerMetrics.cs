using System.Diagnostics.Metrics;

namespace AiSre.Storage;

/// <summary>What the ledger's writer tells about itself: .NET meters, which <c>/metrics</c> shows beside the API's own numbers.</summary>
internal static class LedgerMetrics
{
    private static readonly Meter Meter = new("AiSre.Ledger");
    private static readonly Histogram<long> BatchSize = Meter.CreateHistogram<long>("ai_sre_ledger_batch_entries", null, "Entries of one commit");
    private static readonly Histogram<double> CommitSeconds = Meter.CreateHistogram<double>("ai_sre_ledger_commit_seconds", "s", "Duration of one commit");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("ai_sre_ledger_commit_failures", null, "Commits that failed");

    public static void Committed(int entries, TimeSpan took, bool succeeded)
    {
        BatchSize.Record(entries);
        CommitSeconds.Record(took.TotalSeconds);
        if (!succeeded) Failures.Add(1);
    }

    /// <summary>Shows how many entries wait, of the one ledger of this process.</summary>
    public static void Observe(Func<int> queueDepth) =>
        Meter.CreateObservableGauge("ai_sre_ledger_queue_depth", queueDepth, null, "Entries that wait for the writer");
}
