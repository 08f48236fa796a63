using System.Collections.Immutable;
using AiSre.Console.Frame;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;
using AiSre.Grains.Actions;
using AiSre.Grains.Autonomy;

namespace AiSre.Console.Autonomy;

/// <param name="State">Settings, breaker and cycles.</param>
/// <param name="Earned">What came of actions, by service.</param>
/// <param name="Policies">What is left to autonomy.</param>
/// <param name="Stop">The kill switches.</param>
public sealed record AutonomyPageView(AutonomyView State, ImmutableArray<EarnedTrust> Earned, PoliciesInForce Policies, StopState Stop)
{
    /// <summary>Settings that somebody has sent and that are wrong; null: the form shows those that count.</summary>
    public AutonomyDraft? Draft { get; init; }

    public AutonomySettings Settings => State.Settings;

    /// <summary>Those that leave something to autonomy.</summary>
    public IEnumerable<ActionPolicy> Leaving => (Policies.Policies.Value?.Policies ?? []).Where(policy =>
        policy.Auto is { IsEnabled: true, Actions.IsDefaultOrEmpty: false, Namespaces.IsDefaultOrEmpty: false });

    internal static async Task<AutonomyPageView> LoadAsync(IGrainFactory grains, string workspace)
    {
        var state = grains.GetGrain<IAutonomyGrain>(workspace).GetAsync();
        var earned = grains.GetGrain<IAutonomyCycles>(0).EarnedAsync(workspace);
        var policies = grains.GetGrain<IActionQueries>(0).PoliciesAsync(workspace);
        var stop = await StopState.ReadAsync(grains, workspace);
        return new(await state, await earned, await policies, stop);
    }

    /// <summary>What an action still lacks for a service, by each policy that asks for something.</summary>
    public IEnumerable<Lack> LacksOf(EarnedTrust trust) =>
        from policy in Leaving
        where policy.Auto.Actions.Contains(trust.Action) && policy.Auto.MinVerified is not null
        select new Lack(policy.Name, policy.Auto.MinVerified!.Value, Math.Max(0, policy.Auto.MinVerified.Value - trust.InARow));

    /// <summary>When the clock alone changes what is said.</summary>
    public IEnumerable<DateTimeOffset?> Turns => State.Pauses.Select(pause => (DateTimeOffset?)pause.Until);
}

/// <param name="Policy">The policy's name.</param>
/// <param name="Asked">So often in a row it must have helped.</param>
/// <param name="Missing">So often more; 0: it is enough.</param>
public sealed record Lack(string Policy, int Asked, int Missing);
