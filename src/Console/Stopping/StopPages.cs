using AiSre.Console.Frame;
using AiSre.Console.Requests;
using AiSre.Domain.Access;
using AiSre.Grains;
using AiSre.Grains.Actions;

namespace AiSre.Console.Stopping;

/// <summary>The kill switch: one key or one line of the navigation, and one press.</summary>
internal static class StopPages
{
    private const int LongestReason = 500;

    public static void MapStopping(this ConsoleRoutes routes)
    {
        routes.Page("/kill-switch", Show);
        routes.ActAsAdmin("/kill-switch", KeyScope.Administer, Turn);
    }

    private static async Task<IResult> Show(ConsoleContext context, IGrainFactory grains) =>
        context.Show<StopPage, StopState>(await StopState.ReadAsync(grains, context.Workspace));

    private static async Task<IResult> Turn(ConsoleContext context, ConsoleForm form, IGrainFactory grains)
    {
        if (form.Text("do") is not ("stop" or "go")) return context.Refused("Nothing was changed.");
        if (form.Text("reason") is { Length: > LongestReason })
            return context.Refused($"Nothing was changed: a reason has at most {LongestReason} characters.");
        var (stop, everywhere) = (form.Text("do") is "stop", form.Text("scope") is "platform");
        if (everywhere && context.User.BoundWorkspace is not null)
            return context.Refused("Nothing was changed: your key belongs to one workspace, and this switch is for all of them.");
        await grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(everywhere ? null : context.Workspace))
            .TurnAsync(stop, context.User.Name, form.Text("reason"));
        var where = everywhere ? "everywhere" : "in this workspace";
        return context.Said(stop ? $"All actions are stopped {where}. What was under way ends." : $"Actions may go on {where}.");
    }
}
