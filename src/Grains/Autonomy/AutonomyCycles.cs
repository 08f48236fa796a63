using System.Collections.Immutable;
using AiSre.Domain.Autonomy;
using AiSre.Grains.Ledger;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace AiSre.Grains.Autonomy;

/// <summary>Keeps nothing. A workspace whose cluster is slow keeps no other waiting.</summary>
[GrainType("autonomy-cycles"), StatelessWorker, Reentrant]
public sealed partial class AutonomyCycles(
    AutonomyFacts facts, AutonomyLog log, IIncidentReads incidents, TimeProvider clock, ILogger<AutonomyCycles> logger) : Grain, IAutonomyCycles
{
    /// <summary>Older incidents have been seen by people.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(7);

    private const int MostRead = 1_000;

    /// <summary>No further incident is begun after so long; the next cycle goes on.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public Task<CycleReport> RunAsync(string workspace) => RunAsync(workspace, isManual: true);

    public async Task TickAsync(string workspace)
    {
        try
        {
            await RunAsync(workspace, isManual: false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Nobody waits for an answer, and the next cycle begins anew.
            LogFailed(logger, workspace, exception);
        }
    }

    public Task<ImmutableArray<EarnedTrust>> EarnedAsync(string workspace) => log.EarnedAsync(workspace);

    private async Task<CycleReport> RunAsync(string workspace, bool isManual)
    {
        var keeper = GrainFactory.GetGrain<IAutonomyGrain>(workspace);
        var turn = await keeper.BeginAsync(NewIds.Cycle(clock.GetUtcNow()));
        var report = new CycleReport
        {
            CycleId = turn.CycleId,
            IsEnabled = turn.Settings.IsEnabled,
            IsDryRun = turn.Settings.Mode is AutonomyMode.DryRun,
            StartedAt = turn.StartedAt,
            AlreadyRunning = turn.IsTaken,
        };
        // It was turned off between the alarm and now.
        if (turn.IsTaken) return report;
        var isThrough = false;
        try
        {
            if (isManual || turn.Settings.IsEnabled) report = await ConsiderAsync(workspace, turn, isManual, report);
            report = report with { FinishedAt = clock.GetUtcNow() };
            isThrough = true;
        }
        finally
        {
            // The next one need not wait until this one's time would be over.
            await keeper.EndAsync(CycleSummary.Of(report, report.FinishedAt ?? clock.GetUtcNow()) with { IsBroken = !isThrough });
        }
        return report;
    }

    private async Task<CycleReport> ConsiderAsync(string workspace, CycleTurn turn, bool isManual, CycleReport report)
    {
        var read = await incidents.GroupableAsync(workspace, clock.GetUtcNow() - Oldest, MostRead);
        var candidates = CandidateRules.InOrder(read.Select(row => new AutonomyCandidate(row.Incident, row.ParentId)));
        var known = await facts.ReadAsync(workspace, turn, isManual);
        var look = new IncidentLook(workspace, GrainFactory, facts, known, clock);
        look.Notice();
        foreach (var candidate in candidates.Take(turn.Settings.MaxIncidentsPerCycle))
        {
            if (clock.GetUtcNow() - turn.StartedAt > Longest) break;
            report = await look.AtAsync(candidate, report with { Considered = report.Considered + 1 });
        }
        // What a person only wanted to look at changes nothing.
        if (turn.Settings.IsEnabled && !look.Pauses.IsEmpty) await GrainFactory.GetGrain<IAutonomyGrain>(workspace).PauseAsync(look.Pauses);
        return report;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A cycle of autonomy in {Workspace} failed")]
    private static partial void LogFailed(ILogger log, string workspace, Exception exception);
}
