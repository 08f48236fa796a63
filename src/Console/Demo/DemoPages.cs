using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Domain.Demo;
using AiSre.Grains.Demo;

namespace AiSre.Console.Demo;

/// <summary>The shop that does not exist, for whoever wants to look around: one button, and how far it is.</summary>
internal static class DemoPages
{
    public static void MapDemo(this ConsoleRoutes routes)
    {
        routes.Page("/demo", Show);
        routes.ActAsAdmin("/demo", KeyScope.Configure, Seed);
    }

    private static async Task<IResult> Seed(ConsoleContext context, IConsoleDoor door, IGrainFactory grains)
    {
        if (!door.MaySeedDemo || !context.User.MaySee(DemoStory.Workspace))
            return context.Refused("The demo was not made: it is not for production. AI_SRE_DEMO=true allows it.");
        var progress = await GrainOf(grains).SeedAsync(context.User.Name);
        return progress.Phase is DemoPhase.Refused
            ? context.Refused("Nothing was written: the workspace demo has definitions of its own, and whoever they name could be paged for a story.")
            : context.Said(
                "The demo is being made. It lives in a workspace of its own and pages nobody.", $"{ConsoleRoutes.Root}/{DemoStory.Workspace}/demo");
    }

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains) => context.Workspace == DemoStory.Workspace
        ? context.Show<DemoPage, DemoView>(new(await GrainOf(grains).ProgressAsync()))
        : context.Missing("The demo has a workspace of its own.");

    private static IDemoGrain GrainOf(IGrainFactory grains) => grains.GetGrain<IDemoGrain>(DemoStory.Workspace);
}
