using System.Collections.Immutable;
using AiSre.Console.Requests;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;
using AiSre.Grains;
using AiSre.Grains.Slos;

namespace AiSre.Console.Slos;

/// <summary>One objective: its numbers, how they came about, and how they went.</summary>
/// <param name="Slo">What is promised.</param>
/// <param name="Report">How it stands.</param>
/// <param name="Points">Over its window, oldest first.</param>
/// <param name="Day">Over the last day, oldest first.</param>
/// <param name="Draft">A correction that is being written.</param>
public sealed record SloView(
    SloDefinition Slo, SloReport Report, ImmutableArray<SloPoint> Points, ImmutableArray<SloPoint> Day, CorrectionDraft Draft)
{
    private const int Steps = 120;

    private static readonly TimeSpan LastDay = TimeSpan.FromDays(1), DayStep = TimeSpan.FromMinutes(15);

    public ImmutableArray<string> Words => SloExplanationRules.Of(
        Slo, Report.Budget, Report.Downtimes, Report.Corrections, Report.Changes);

    /// <summary>Null when there is none of this name; a definition over a label is none itself.</summary>
    internal static async Task<SloView?> LoadAsync(IGrainFactory grains, ConsoleContext context, string name, CorrectionDraft draft)
    {
        if (await grains.GetGrain<ISlosGrain>(context.Workspace).FindAsync(name) is not { } slo || SloGroupRules.IsGroup(slo)) return null;
        var grain = grains.GetGrain<ISloGrain>(GrainKeys.Slo(context.Workspace, slo.Name));
        var report = await grain.ReportAsync(slo, isWhatIf: false);
        var window = context.Now - report.Budget.WindowFrom;
        var points = grain.HistoryAsync(slo, report.Budget.WindowFrom, context.Now, Step(window));
        var day = grain.HistoryAsync(slo, context.Now - LastDay, context.Now, DayStep);
        // History ends with the last whole step; a line ends now.
        var last = new SloPoint(context.Now, report.Budget.RemainingPercent, report.Budget.RemainingMinutes, null, report.Budget.Burns);
        return new(slo, report, (await points).Add(last), (await day).Add(last), draft);
    }

    /// <summary>Whole hours of a long window, else whole minutes.</summary>
    private static TimeSpan Step(TimeSpan window)
    {
        var exact = window / Steps;
        return exact.TotalHours >= 1
            ? TimeSpan.FromHours(Math.Ceiling(exact.TotalHours))
            : TimeSpan.FromMinutes(Math.Max(1, Math.Ceiling(exact.TotalMinutes)));
    }
}
