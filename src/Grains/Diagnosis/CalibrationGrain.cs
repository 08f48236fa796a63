using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Diagnosis;

/// <summary>Holds the newest verdicts in memory, and reads them again now and then: a word that got lost is heard of a minute later.</summary>
[GrainType("diagnosis-calibration"), PreferLocalPlacement]
public sealed class CalibrationGrain(IDocumentReads documents, TimeProvider clock) : Grain, ICalibrationGrain
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>By the ids of incidents, which are ordered by time.</summary>
    private SortedDictionary<string, DiagnosisVerdict>? verdicts;

    private DateTimeOffset readAt;

    public async Task<ImmutableArray<CauseCounts>> CountsAsync(string service) =>
        service.Length == 0 ? [] : CalibrationRules.Counts((await ReadAsync()).Values, service);

    public async Task<CalibrationReport> ReportAsync(string? service) => CalibrationRules.Report((await ReadAsync()).Values, service);

    public Task ChangedAsync(DiagnosisVerdict verdict)
    {
        if (verdicts is null) return Task.CompletedTask;
        verdicts[verdict.IncidentId] = verdict;
        if (verdicts.Count > CalibrationRules.MostVerdicts) verdicts.Remove(verdicts.First().Key);
        return Task.CompletedTask;
    }

    private async ValueTask<SortedDictionary<string, DiagnosisVerdict>> ReadAsync()
    {
        var now = clock.GetUtcNow();
        if (verdicts is { } known && now - readAt < Fresh) return known;
        var read = await documents.NewestAsync(this.GetPrimaryKeyString(), Verdicts.Kind, null, CalibrationRules.MostVerdicts);
        readAt = now;
        return verdicts = new(
            read.Select(DocumentText.Read<DiagnosisVerdict>).ToDictionary(verdict => verdict.IncidentId, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
