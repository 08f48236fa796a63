using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Silences;

/// <summary>Reads incidents page by page and matches them here: what a regular expression means is not left to a database.</summary>
[GrainType("silence-preview"), StatelessWorker]
public sealed class SilencePreviewGrain(IIncidentReads reads, TimeProvider clock) : Grain, ISilencePreview
{
    private const int PageSize = 500;

    /// <summary>Shorter than the caller waits.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1.2);

    public async Task<SilencePreview> PreviewAsync(string workspace, ImmutableArray<Matcher> matchers, DateTimeOffset since)
    {
        var began = clock.GetTimestamp();
        var listed = ImmutableArray.CreateBuilder<Incident>();
        var (examined, matched, alerts) = (0, 0, 0L);
        IncidentCursor? next = null;
        do
        {
            var page = await reads.ListAsync(
                new() { Workspace = workspace, Since = since, Limit = Math.Min(PageSize, SilencePreview.MaxExamined - examined), After = next });
            foreach (var (incident, facts) in page.Items)
            {
                examined++;
                if (!SilenceRules.Matches(matchers, incident)) continue;
                matched++;
                alerts += facts.Occurrences;
                if (listed.Count < SilencePreview.MaxListed) listed.Add(incident);
            }
            next = page.Next;
        }
        while (next is not null && examined < SilencePreview.MaxExamined && clock.GetElapsedTime(began) < LongestLook);
        return new() { Matched = matched, Alerts = alerts, Incidents = listed.ToImmutable(), Examined = examined, Cut = next is not null };
    }
}
