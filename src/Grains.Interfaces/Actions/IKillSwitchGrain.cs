using AiSre.Domain.Actions.Cases;
using Orleans.Concurrency;

namespace AiSre.Grains.Actions;

/// <summary>Stops all actions of a workspace, or of the platform. Key: the workspace, or the platform's own.</summary>
[Alias("aisre.kill-switch")]
public interface IKillSwitchGrain : IGrainWithStringKey
{
    /// <summary>Fails when it cannot be read: whoever asks then does nothing.</summary>
    [Alias("get"), Idempotent, AlwaysInterleave]
    Task<KillSwitch> GetAsync();

    /// <summary>Turning it to where it is changes nothing.</summary>
    [Alias("turn"), Idempotent]
    Task<KillSwitch> TurnAsync(bool on, string by, string? reason);
}
