using System.Globalization;
using AiSre.Console.Requests;

namespace AiSre.Console.Audit;

/// <summary>Who did what, and whether that was changed afterwards.</summary>
internal static class AuditPages
{
    private const int LongestAction = 100;

    public static void MapAudit(this ConsoleRoutes routes) => routes.PageForAdmins("/audit", Show);

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains)
    {
        var ofPlatform = context.Query["scope"] == "platform";
        if (ofPlatform && !context.User.IsPlatformAdmin) return PlatformGuard.Refusal();
        var action = context.Query["action"].ToString().Trim();
        long? before = long.TryParse(context.Query["before"], NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : null;
        return context.Show<AuditPage, AuditView>(await AuditView.LoadAsync(
            grains, ofPlatform ? null : context.Workspace, action.Length is > 0 and <= LongestAction ? action : null, before,
            context.Query["verify"] == "1"));
    }
}
