using System.Collections.Immutable;
using AiSre.Domain;
using AiSre.Domain.History;
using AiSre.Domain.Incidents;
using AiSre.Grains.Definitions;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.History;

[GrainType("incident-history"), Reentrant]
public sealed class IncidentHistoryGrain(
    IHistoryReads incidents, IIncidentReads events, IDeployReads deploys, IFeedReads feed, IDefinitions definitions,
    ICapacityMetrics capacity, TimeProvider clock) : Grain, IIncidentHistoryGrain
{
    /// <summary>Of the last day; more an hour than any team can roll out.</summary>
    private const int MostDeploys = 5_000;

    /// <summary>The copy is read again when nobody has asked for a quarter of an hour, so this is what a first question may wait for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_200);

    private Task<HistoryCopy>? reading;
    private UsageCopy? usage;

    private string Workspace => this.GetPrimaryKeyString();

    public async Task<SimilarIncidents?> SimilarAsync(string incidentId, int limit)
    {
        if (await BookAsync() is not { } book) return null;
        if (await incidents.OfAsync(Workspace, [incidentId]) is not [var row]) return new("", [], []);
        var (past, terms) = HistoryCopy.Remembered(row);
        var similar = book.Similar(past, terms, limit);
        var rows = await RowsAsync(similar.Select(one => one.Incident.Id));
        var shown = ImmutableArray.CreateBuilder<SimilarIncident>();
        foreach (var (incident, score) in similar)
            if (rows.TryGetValue(incident.Id, out var found))
                shown.Add(Shown(found.Incident, incident, score) with { Resolution = await ResolutionAsync(found) });
        return new(past.Pattern, PatternLabels.Of(row.Incident).Others, shown.ToImmutable());
    }

    public async Task<string> NameAsync() =>
        (await events.WorkspaceAsync(Workspace)).Name ?? (Workspace == DefaultWorkspace.Id ? "Primary Workspace" : Workspace);

    public async Task<PatternReport?> PatternsAsync(int limit, int minOccurrences) =>
        await BookAsync() is { } book ? PatternRules.Report(book.InOrder, limit, minOccurrences) : null;

    public async Task<CapacityForecast?> ForecastAsync()
    {
        var reading = (usage ??= new(Workspace, capacity, clock)).ReadAsync();
        var book = await BookAsync();
        var (risks, problem) = await reading;
        return book is not null
            ? CapacityRules.Forecast(book.InOrder, clock.GetUtcNow(), risks) with { MetricsProblem = problem }
            : null;
    }

    public async Task<DriftReport?> DriftAsync()
    {
        var now = clock.GetUtcNow();
        var rolledOut = await deploys.SinceAsync(Workspace, now.AddDays(-1), MostDeploys);
        return await BookAsync() is { } book ? DriftRules.Report(book.InOrder, [.. rolledOut.Select(deploy => deploy.At)], now) : null;
    }

    public async Task<ProfileReport?> ProfilesAsync(string? service, int limit) =>
        await BookAsync() is { } book ? new([.. ProfileRules.Report(book.InOrder, clock.GetUtcNow(), service).Services.Take(limit)]) : null;

    public async Task<NoisyIncidents?> NoisyAsync(TimeSpan longest, int limit)
    {
        if (await BookAsync() is not { } book) return null;
        var noisy = NoisyRules.Of(book.InOrder, longest, limit, clock.GetUtcNow());
        var rows = await RowsAsync(noisy.Select(one => one.Id));
        return new([.. noisy.Where(one => rows.ContainsKey(one.Id)).Select(one => new NoisyItem(rows[one.Id].Incident, one.Score))]);
    }

    public async Task<HistoryMetrics?> MetricsAsync(int days)
    {
        var (now, from) = (clock.GetUtcNow(), clock.GetUtcNow().AddDays(-days));
        if (await BookAsync() is not { } book) return null;
        return MetricRules.Of(book.InOrder, from, now) with { AlertsReceived = await incidents.AlertsAsync(Workspace, from) };
    }

    public async Task<QualityReport?> QualityAsync(int days, int limit)
    {
        var now = clock.GetUtcNow();
        var defined = await definitions.OfAsync(Workspace);
        if (await BookAsync() is not { } book) return null;
        var rules = QualityRules.Of(book.InOrder, now.AddDays(-days), now, incident => DutyZoneRules.Of(defined, incident));
        return new([.. rules.Take(limit)]);
    }

    private async Task<Dictionary<string, HistoryRow>> RowsAsync(IEnumerable<string> ids) =>
        (await incidents.OfAsync(Workspace, [.. ids])).ToDictionary(row => row.Incident.Id);

    /// <summary>With everything that has committed; null while it is still being read.</summary>
    private async Task<HistoryBook?> BookAsync()
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var asked = reading ??= Task.Run(ReadAsync);
            if (!asked.IsCompleted && await Task.WhenAny(asked, Task.Delay(Patience)) != asked) return null;
            if (!asked.IsCompletedSuccessfully) Forget(asked);
            if (await (await asked).CatchUpAsync() is { } book) return book;
            // It has not followed for longer than the feed remembers.
            Forget(asked);
        }
        return null;
    }

    private void Forget(Task<HistoryCopy> copy)
    {
        if (reading == copy) reading = null;
    }

    private Task<HistoryCopy> ReadAsync() => HistoryCopy.ReadAsync(Workspace, incidents, feed);

    private async Task<string?> ResolutionAsync(HistoryRow row)
    {
        if (row.Incident.Phase is not IncidentPhase.Resolved) return null;
        if (row.Incident.Resolution is { Length: > 0 } said) return said;
        return row.Actions == 0 ? null : ResolutionRules.OfActions(await events.TimelineAsync(Workspace, row.Incident.Id));
    }

    private static SimilarIncident Shown(Incident incident, RememberedIncident past, double score) => new()
    {
        Id = incident.Id, Title = incident.Title, Score = score, Severity = incident.Severity, Phase = incident.Phase, CreatedAt = incident.CreatedAt,
        Service = past.Service, Pattern = past.Pattern,
    };
}
