using Prometheus;

namespace AiSre.Grains.Slos;

/// <summary>Objectives on <c>/metrics</c>.</summary>
internal static class SloMetrics
{
    private static readonly Counter Evaluations = Metrics.CreateCounter(
        "ai_sre_slo_evaluations_total", "Looks at objectives, by what came of them.", "result");

    private static readonly Counter Turns = Metrics.CreateCounter(
        "ai_sre_slo_tier_changes_total", "Tiers of objectives that have risen or fallen.", "change");

    private static readonly Histogram Rounds = Metrics.CreateHistogram(
        "ai_sre_slo_round_seconds", "How long it takes to look at all objectives of a workspace.",
        new HistogramConfiguration { Buckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60] });

    /// <summary>Shows them as zero before anything has happened, so that a rate has something to start from.</summary>
    public static void Publish()
    {
        foreach (var result in new[] { "ok", "stale", "failed" }) Evaluations.WithLabels(result).Inc(0);
        foreach (var change in new[] { "rose", "fell" }) Turns.WithLabels(change).Inc(0);
    }

    public static void Evaluated(bool isStale) => Evaluations.WithLabels(isStale ? "stale" : "ok").Inc();

    public static void Failed() => Evaluations.WithLabels("failed").Inc();

    public static void Rose(int tiers) => Turns.WithLabels("rose").Inc(tiers);

    public static void Fell(int tiers) => Turns.WithLabels("fell").Inc(tiers);

    public static void Looked(TimeSpan took) => Rounds.Observe(took.TotalSeconds);
}
