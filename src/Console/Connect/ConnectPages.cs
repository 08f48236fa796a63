using System.Globalization;
using AiSre.Console.Requests;
using AiSre.Console.Platform;
using AiSre.Domain.Alerts;

namespace AiSre.Console.Connect;

/// <summary>How each tool is told to send its alerts here, and whether they arrive.</summary>
internal static class ConnectPages
{
    public static void MapConnect(this ConsoleRoutes routes)
    {
        routes.Page("/connect", static (ConsoleContext context, IGrainFactory grains, ISystemFacts facts) =>
            Show(AlertSource.Alertmanager, context, grains, facts));
        routes.Page("/connect/{source}", Show);
    }

    private static async Task<IResult> Show(string source, ConsoleContext context, IGrainFactory grains, ISystemFacts facts)
    {
        if (ToolGuides.Find(source) is not { } guide)
            return context.Missing($"No tool is called {source} here. Any object that holds a text is read: post it to /webhook.");
        DateTimeOffset? since = long.TryParse(context.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var unix)
            && unix < 1L << 36
            ? DateTimeOffset.FromUnixTimeSeconds(unix)
            : null;
        var address = facts.PublicUrl ?? context.Origin.TrimEnd('/');
        return context.Show<ConnectPage, ConnectView>(await ConnectView.LoadAsync(grains, context, guide, address, since));
    }
}
