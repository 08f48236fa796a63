using System.Collections.Immutable;
using AiSre.Domain.History;

namespace AiSre.Grains.History;

/// <summary>How full memory and disks were, by whatever keeps a cluster's metrics.</summary>
public interface ICapacityMetrics
{
    /// <summary>Of the last <see cref="UsageRules.Period"/>, in the workspace's namespaces. Never fails: a problem says why there is none.</summary>
    Task<UsageReading> ReadAsync(string workspace);
}

/// <param name="Series">What is fullest, of each cluster.</param>
/// <param name="Problem">Why nothing is known; null: it is.</param>
public sealed record UsageReading(ImmutableArray<UsageSeries> Series, string? Problem);
