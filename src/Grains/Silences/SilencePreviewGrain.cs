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

    /// <summary>Shorter than the caller waits. However large the expressions are, a question costs no more.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1.2);

    /// <summary>Then others who have something to do have their turn.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(50);

    public async Task<SilencePreview> PreviewAsync(string workspace, ImmutableArray<Matcher> matchers, DateTimeOffset since)
    {
        var look = new Look(matchers, clock.GetTimestamp());
        await ExamineAsync(look, new() { Workspace = workspace, Since = since });
        return look.Result;
    }

    public async Task<SilencePreview> UnresolvedAsync(string workspace, ImmutableArray<Matcher> matchers)
    {
        var look = new Look(matchers, clock.GetTimestamp());
        foreach (var phase in (IncidentPhase[])[IncidentPhase.Open, IncidentPhase.Acknowledged])
            await ExamineAsync(look, new() { Workspace = workspace, Phase = phase });
        return look.Result;
    }

    public async Task<ImmutableArray<QuietIncident>> QuietAsync(string workspace) =>
        [.. (await reads.QuietAsync(workspace, SilencePreview.MaxQuiet)).SelectMany(Quiet)];

    private static IEnumerable<QuietIncident> Quiet(Incident incident) => incident.Silenced is { } mark
        ? [new(incident.Id, mark.SilenceId, incident.Title, incident.Severity, incident.Phase, incident.CreatedAt)]
        : [];

    private async Task ExamineAsync(Look look, IncidentFilter filter)
    {
        IncidentCursor? next = null;
        var turn = clock.GetTimestamp();
        do
        {
            var page = await reads.ListAsync(filter with { Limit = Math.Min(PageSize, SilencePreview.MaxExamined - look.Examined), After = next });
            foreach (var item in page.Items)
            {
                if (clock.GetElapsedTime(look.Began) > LongestLook)
                {
                    look.IsCut = true;
                    return;
                }
                look.Examine(item);
                if (clock.GetElapsedTime(turn) < LongestTurn) continue;
                await Task.Yield();
                turn = clock.GetTimestamp();
            }
            next = page.Next;
        }
        while (next is not null && look.Examined < SilencePreview.MaxExamined);
        look.IsCut |= next is not null;
    }

    private sealed class Look(ImmutableArray<Matcher> matchers, long began)
    {
        private readonly ImmutableArray<Incident>.Builder listed = ImmutableArray.CreateBuilder<Incident>();
        private int matched;
        private long alerts;

        public long Began => began;

        public int Examined { get; private set; }

        public bool IsCut { get; set; }

        public SilencePreview Result =>
            new() { Matched = matched, Alerts = alerts, Incidents = listed.ToImmutable(), Examined = Examined, Cut = IsCut };

        public void Examine(IncidentListItem item)
        {
            Examined++;
            if (!SilenceRules.Matches(matchers, item.Incident)) return;
            matched++;
            alerts += item.Facts.Occurrences;
            if (listed.Count < SilencePreview.MaxListed) listed.Add(item.Incident);
        }
    }
}
