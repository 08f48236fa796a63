using AiSre.Console.Requests;

namespace AiSre.Console.Platform;

/// <summary>How the platform itself is.</summary>
internal static class SystemPages
{
    public static void MapSystem(this ConsoleRoutes routes) => routes.Page("/system", Show);

    private static async Task<IResult> Show(
        ConsoleContext context, IGrainFactory grains, ISystemFacts facts, CancellationToken cancellation) =>
        context.Show<SystemPage, SystemView>(await SystemView.LoadAsync(grains, context, facts, cancellation));
}
