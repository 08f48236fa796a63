using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains.Autonomy;

namespace AiSre.Console.Autonomy;

/// <summary>How far the platform acts by itself, what that has earned, and how to stop it.</summary>
internal static class AutonomyPages
{
    public static void MapAutonomyPage(this ConsoleRoutes routes)
    {
        routes.Page("/autonomy", Show);
        routes.Act("/autonomy/run", KeyScope.Act, Run, ConsoleCost.Action);
        routes.ActAsAdmin("/autonomy/settings", KeyScope.Configure, Change);
        routes.ActAsAdmin("/autonomy/reset", KeyScope.Configure, Reset);
    }

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains)
    {
        var page = await AutonomyPageView.LoadAsync(grains, context.Workspace);
        return context.Show<AutonomyPage, AutonomyPageView>(page);
    }

    private static async Task<IResult> Run(ConsoleContext context, IConsoleDoor door, IGrainFactory grains)
    {
        // It takes as long as clusters do.
        door.BeginCalls();
        var report = await grains.GetGrain<IAutonomyCycles>(0).RunAsync(context.Workspace);
        return report switch
        {
            { AlreadyRunning: true } => context.Refused($"A cycle runs already: {report.CycleId}. What it finds is shown here when it is over."),
            { Considered: 0 } => context.Said("A cycle has run: no incident is open."),
            _ => context.Said(
                $"A cycle has looked at {Count(report.Considered, "incident")}: {report.Executed.Length} done, " +
                $"{report.AwaitingApproval.Length} asked for, {report.Skipped.Length} left alone.{(report.IsDryRun ? " It was a dry run." : "")}"),
        };
    }

    private static async Task<IResult> Change(ConsoleContext context, ConsoleForm form, IConsoleDoor door, IGrainFactory grains)
    {
        var draft = AutonomyDraft.Of(form);
        if (draft.Read(!context.User.HasKey, door.MayActWithoutKeys, out var problems) is not { } change)
            return await DraftAsync(context, grains, draft with { Problems = problems });
        var after = await grains.GetGrain<IAutonomyGrain>(context.Workspace).ChangeAsync(change, context.User.Name);
        return after.IsOvertaken
            ? await DraftAsync(context, grains, draft with
            {
                Revision = after.Revision,
                Note = $"{after.ChangedBy ?? "Somebody"} has changed the settings while you wrote. Yours are not kept. Look at what counts now, " +
                    "then keep yours all the same, or leave this page.",
            })
            : context.Said($"Kept. {AutonomyWords.Mode(after.Settings)}");
    }

    private static async Task<IResult> DraftAsync(ConsoleContext context, IGrainFactory grains, AutonomyDraft draft)
    {
        var page = await AutonomyPageView.LoadAsync(grains, context.Workspace);
        return context.Show<AutonomyPage, AutonomyPageView>(page with { Draft = draft }, 422);
    }

    private static async Task<IResult> Reset(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        var keeper = grains.GetGrain<IAutonomyGrain>(context.Workspace);
        var before = (await keeper.GetAsync()).Pauses;
        var after = (await keeper.ResetAsync(form.Text("scope"), context.User.Name)).Pauses;
        return before.Length == after.Length
            ? context.Refused("Nothing was reset: the breaker is closed there.")
            : context.Said($"Autonomy may go on: the breaker is closed again for {Count(before.Length - after.Length, "scope")} and counts anew.");
    }

    private static string Count(int count, string one) => $"{count} {(count == 1 ? one : one + "s")}";
}
