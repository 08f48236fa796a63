using AiSre.Domain.History;

namespace AiSre.Grains.History;

/// <summary>
/// What a workspace's incidents have been, compared and counted. It has a copy of the newest 100,000 in memory, which follows the feed. Answers null
/// while it still reads them: ask again in a second. Key: the workspace.
/// </summary>
[Alias("aisre.incident-history")]
public interface IIncidentHistoryGrain : IGrainWithStringKey
{
    /// <summary>Incidents that are like one, the most alike first. None for an incident that does not exist.</summary>
    /// <param name="incidentId">Of this workspace.</param>
    /// <param name="limit">How many, at most.</param>
    [Alias("similar"), Idempotent]
    Task<SimilarIncidents?> SimilarAsync(string incidentId, int limit);

    /// <summary>What people call the workspace.</summary>
    [Alias("name"), Idempotent]
    Task<string> NameAsync();

    /// <summary>Kinds of failure that came at least so often among the newest incidents.</summary>
    [Alias("patterns"), Idempotent]
    Task<PatternReport?> PatternsAsync(int limit, int minOccurrences);

    /// <summary>Which services are about to run out of something.</summary>
    [Alias("forecast"), Idempotent]
    Task<CapacityForecast?> ForecastAsync();

    /// <summary>What is different from usual.</summary>
    [Alias("drift"), Idempotent]
    Task<DriftReport?> DriftAsync();

    /// <summary>How services fail; none for a service that had no incident for 30 days.</summary>
    /// <param name="service">Only this one; null: all.</param>
    /// <param name="limit">How many, at most.</param>
    [Alias("profiles"), Idempotent]
    Task<ProfileReport?> ProfilesAsync(string? service, int limit);

    /// <summary>Incidents that were over at once and by themselves, the newest first.</summary>
    [Alias("noisy"), Idempotent]
    Task<NoisyIncidents?> NoisyAsync(TimeSpan longest, int limit);

    /// <summary>How the workspace did over the last days.</summary>
    [Alias("metrics"), Idempotent]
    Task<HistoryMetrics?> MetricsAsync(int days);

    /// <summary>What each alert rule was worth over the last days.</summary>
    [Alias("quality"), Idempotent]
    Task<QualityReport?> QualityAsync(int days, int limit);
}
