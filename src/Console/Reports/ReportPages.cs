using System.Text;
using AiSre.Console.Requests;
using AiSre.Grains.Diagnosis;

namespace AiSre.Console.Reports;

/// <summary>What whoever takes over has to know, what is coming, and how good diagnoses have been.</summary>
internal static class ReportPages
{
    public const string HandoffPath = "/reports", OutlookPath = "/reports/outlook", CalibrationPath = "/reports/calibration",
        FilePath = "/reports/handoff.md";

    public const string FileType = "text/markdown; charset=utf-8";

    public static void MapReports(this ConsoleRoutes routes)
    {
        routes.Page(HandoffPath, Handoff);
        routes.Page(FilePath, HandoffFile, ConsoleCost.Report);
        routes.Page(OutlookPath, Outlook);
        routes.Page(CalibrationPath, Calibration);
    }

    /// <summary>A document that is saved and not shown: its text comes from anybody.</summary>
    public static IResult File(string markdown, string name) => Results.File(Encoding.UTF8.GetBytes(markdown), FileType, name);

    private static async Task<IResult> Handoff(ConsoleContext context, IGrainFactory grains) =>
        context.Show<HandoffPage, HandoffView>(await LoadAsync(context, grains));

    private static async Task<IResult> HandoffFile(ConsoleContext context, IGrainFactory grains)
    {
        var view = await LoadAsync(context, grains);
        return File(view.Markdown, FormattableString.Invariant($"handoff-{context.Workspace}-{context.Now:yyyyMMdd-HHmm}.md"));
    }

    private static async Task<IResult> Outlook(ConsoleContext context, IGrainFactory grains) =>
        context.Show<OutlookPage, OutlookView>(await OutlookView.LoadAsync(grains, context.Workspace));

    private static async Task<IResult> Calibration(ConsoleContext context, IGrainFactory grains)
    {
        var service = context.Query["service"].ToString().Trim() is { Length: > 0 } name ? name : null;
        return context.Show<CalibrationPage, CalibrationView>(
            new(service, await grains.GetGrain<ICalibrationGrain>(context.Workspace).ReportAsync(service)));
    }

    private static Task<HandoffView> LoadAsync(ConsoleContext context, IGrainFactory grains) =>
        HandoffView.LoadAsync(grains, context.Workspace, context.OneOf("hours", HandoffView.Periods, HandoffView.Usual));
}
