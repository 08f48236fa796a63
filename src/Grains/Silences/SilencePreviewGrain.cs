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

    public async Task<SilencePreview> LookBackAsync(SilenceQuestion question)
    {
        ImmutableArray<SilenceWindow>? windows = question.Schedule is { } schedule
            ? [.. WindowRules.Within(schedule, question.Since, question.Until)]
            : null;
        var look = new PreviewLook(question.Matchers, windows, clock.GetTimestamp());
        await ExamineAsync(look, new() { Workspace = question.Workspace, Since = question.Since, Until = question.Until });
        return look.Preview;
    }

    public async Task<SilenceReach> ReachAsync(string workspace, ImmutableArray<Matcher> matchers, DateTimeOffset since)
    {
        var look = new PreviewLook(matchers, windows: null, clock.GetTimestamp()) { Since = since };
        // Those that it silences come first: they are counted even where there is no time for more.
        await ExamineAsync(look, new() { Workspace = workspace, Phases = [IncidentPhase.Open] });
        await ExamineAsync(look, new() { Workspace = workspace, Phases = [IncidentPhase.Acknowledged] });
        await ExamineAsync(look, new() { Workspace = workspace, Phases = [IncidentPhase.Resolved], Since = since });
        return look.Reach;
    }

    public async Task<ImmutableArray<QuietIncident>> QuietAsync(string workspace) =>
        [.. (await reads.QuietAsync(workspace, SilencePreview.MaxQuiet)).SelectMany(Quiet)];

    private static IEnumerable<QuietIncident> Quiet(Incident incident) => incident.Silenced is { } mark
        ? [new(incident.Id, mark.SilenceId, incident.Title, incident.Severity, incident.Phase, incident.CreatedAt)]
        : [];

    private async Task ExamineAsync(PreviewLook look, IncidentFilter filter)
    {
        IncidentCursor? next = null;
        var turn = clock.GetTimestamp();
        do
        {
            var left = SilencePreview.MaxExamined - look.Examined;
            if (left <= 0 || clock.GetElapsedTime(look.Began) > LongestLook)
            {
                look.IsCut = true;
                return;
            }
            var page = await reads.ListAsync(filter with { Limit = Math.Min(PageSize, left), After = next });
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
        while (next is not null);
    }
}
