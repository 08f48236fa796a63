using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;

namespace AiSre.Grains.Diagnosis;

/// <summary>How often a workspace's diagnoses were right. Keeps nothing of its own: it counts what they have left. Key: the workspace.</summary>
[Alias("aisre.diagnosis-calibration")]
public interface ICalibrationGrain : IGrainWithStringKey
{
    /// <summary>What people have said of each cause for a service.</summary>
    [Alias("counts"), Idempotent]
    Task<ImmutableArray<CauseCounts>> CountsAsync(string service);

    /// <param name="service">Only this one; null: all.</param>
    [Alias("report"), Idempotent]
    Task<CalibrationReport> ReportAsync(string? service);

    /// <summary>One has been stored.</summary>
    [Alias("changed"), Idempotent]
    Task ChangedAsync(DiagnosisVerdict verdict);
}
