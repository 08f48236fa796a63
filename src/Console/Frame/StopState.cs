using AiSre.Domain.Actions.Cases;
using AiSre.Grains;
using AiSre.Grains.Actions;

namespace AiSre.Console.Frame;

/// <summary>Whether actions are stopped here or everywhere.</summary>
/// <param name="Workspace">This workspace's switch; null: it cannot be read, and then nothing is done either.</param>
/// <param name="Platform">That of all workspaces; null likewise.</param>
public sealed record StopState(KillSwitch? Workspace, KillSwitch? Platform)
{
    public bool IsOn => Workspace is null or { IsOn: true } || Platform is null or { IsOn: true };

    public bool IsUnknown => Workspace is null || Platform is null;

    internal static async Task<StopState> ReadAsync(IGrainFactory grains, string workspace)
    {
        var platform = OneAsync(grains, null);
        return new(await OneAsync(grains, workspace), await platform);
    }

    private static async Task<KillSwitch?> OneAsync(IGrainFactory grains, string? workspace)
    {
        try
        {
            return await grains.GetGrain<IKillSwitchGrain>(GrainKeys.KillSwitch(workspace)).GetAsync();
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException || LedgerFailure.Is(exception))
        {
            return null;
        }
    }
}
