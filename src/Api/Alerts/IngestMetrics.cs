using System.Collections.Frozen;
using AiSre.Domain.Alerts;
using Prometheus;

namespace AiSre.Api.Alerts;

/// <summary>How a delivery ended.</summary>
public enum RequestOutcome
{
    /// <summary>Durable, 2xx.</summary>
    Accepted,

    /// <summary>4xx: unreadable, invalid, unsupported.</summary>
    Rejected,

    /// <summary>429.</summary>
    Throttled,

    /// <summary>5xx: the sender must retry.</summary>
    Failed,
}

/// <summary>What became of one alert.</summary>
public enum AlertOutcome
{
    Created,
    Deduplicated,
    Resolved,
    Updated,
    Silenced,
    Ignored,
    Failed,
    DeadLettered,

    /// <summary>Waits in the spool while the ledger is away.</summary>
    Queued,
}

/// <summary>
/// Counters of the hot path. All children of the adapters exist from the start: counting builds no label array, and no source or strategy that a
/// payload invents can add a series.
/// </summary>
public sealed class IngestMetrics
{
    private const string Other = "other";

    private static readonly Counter Requests = Metrics.CreateCounter(
        "ai_sre_ingest_requests_total", "Deliveries by source and outcome.", "source", "outcome");

    private static readonly Counter Alerts = Metrics.CreateCounter(
        "ai_sre_ingest_alerts_total", "Alerts by source and what became of them.", "source", "outcome");

    private static readonly Histogram Seconds = Metrics.CreateHistogram(
        "ai_sre_ingest_duration_seconds", "Seconds from the parsed delivery to its durable answer, or to its refusal, by source and outcome.",
        new HistogramConfiguration
        {
            LabelNames = ["source", "outcome"],
            Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        });

    private static readonly Counter Dedups = Metrics.CreateCounter(
        "ai_sre_dedup_total", "Repeats by the strategy that recognised them.", "strategy");

    private readonly FrozenDictionary<string, SourceMetrics> sources =
        AlertSource.All.ToFrozenDictionary(source => source, source => new SourceMetrics(source), StringComparer.Ordinal);

    // Counted from their first delivery on: from the start they would be some thousands of series that stay at nothing.
    private readonly FrozenDictionary<string, Lazy<SourceMetrics>> tools = AlertSource.Tools.Where(tool => !AlertSource.All.Contains(tool))
        .ToFrozenDictionary(tool => tool, tool => new Lazy<SourceMetrics>(() => new(tool)), StringComparer.Ordinal);

    private readonly SourceMetrics otherSource = new(Other);

    private readonly FrozenDictionary<string, Counter.Child> strategies =
        new[] { "delivery_id", "source_identity", "content_hash", "title_similarity" }
        .ToFrozenDictionary(strategy => strategy, strategy => Dedups.WithLabels(strategy), StringComparer.Ordinal);

    private readonly Counter.Child otherStrategy = Dedups.WithLabels(Other);

    /// <summary>The counters of a source; look up once per delivery and keep.</summary>
    public SourceMetrics For(string? source) =>
        source is null ? otherSource
        : sources.TryGetValue(source, out var known) ? known
        : tools.TryGetValue(source, out var tool) ? tool.Value
        : otherSource;

    public void Dedup(string strategy, int count = 1) =>
        (strategies.TryGetValue(strategy, out var known) ? known : otherStrategy).Inc(count);

    public sealed class SourceMetrics
    {
        private readonly Counter.Child[] requests;
        private readonly Counter.Child[] alerts;
        private readonly Histogram.Child[] seconds;

        internal SourceMetrics(string source)
        {
            requests = Children<RequestOutcome>(Requests, source);
            alerts = Children<AlertOutcome>(Alerts, source);
            seconds =
                [.. Enum.GetNames<RequestOutcome>().Select(name => Seconds.WithLabels(source, JsonNamingPolicy.SnakeCaseLower.ConvertName(name)))];
        }

        public void Request(RequestOutcome outcome) => requests[(int)outcome].Inc();

        public void Request(RequestOutcome outcome, TimeSpan took)
        {
            Request(outcome);
            seconds[(int)outcome].Observe(took.TotalSeconds);
        }

        public void Alert(AlertOutcome outcome, int count = 1) => alerts[(int)outcome].Inc(count);

        private static Counter.Child[] Children<TOutcome>(Counter counter, string source) where TOutcome : struct, Enum =>
            [.. Enum.GetNames<TOutcome>().Select(name => counter.WithLabels(source, JsonNamingPolicy.SnakeCaseLower.ConvertName(name)))];
    }
}
