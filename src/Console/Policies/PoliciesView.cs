using System.Collections.Immutable;
using AiSre.Console.Frame;
using AiSre.Domain.Actions.Rules;
using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.OnCall;
using AiSre.Grains.Actions;
using AiSre.Grains.Definitions;

namespace AiSre.Console.Policies;

/// <summary>What a workspace says about actions, and what was asked about it.</summary>
/// <param name="InForce">As the guard reads it.</param>
/// <param name="Written">The definitions that they are part of.</param>
/// <param name="Stop">The kill switches.</param>
public sealed record PoliciesView(PoliciesInForce InForce, DefinitionsView Written, StopState Stop)
{
    /// <summary>What the reader wants to know; null: nothing yet.</summary>
    public PolicyQuestion? Asked { get; init; }

    public PolicyAnswer? Answer { get; init; }

    /// <summary>In the order in which they were written; none where they cannot be read.</summary>
    public ImmutableArray<ActionPolicy> Policies => InForce.Policies.Value?.Policies ?? [];

    internal static async Task<PoliciesView> LoadAsync(IGrainFactory grains, string workspace)
    {
        var inForce = grains.GetGrain<IActionQueries>(0).PoliciesAsync(workspace);
        var written = grains.GetGrain<IDefinitionsGrain>(workspace).ShowAsync();
        return new(await inForce, await written, await StopState.ReadAsync(grains, workspace));
    }

    /// <summary>When the clock alone changes what is said.</summary>
    public IEnumerable<DateTimeOffset?> Turns(DateTimeOffset now) =>
        from policy in Policies
        from window in policy.Freeze
        where LocalTimes.IsZone(window.TimeZone)
        select (DateTimeOffset?)(FreezeRules.EndAt(window, now) ?? FreezeRules.NextStart(window, now));
}

/// <param name="Action">What somebody thinks of doing.</param>
/// <param name="Namespace">Where; empty: it was not said.</param>
public sealed record PolicyQuestion(Domain.Actions.ActionName Action, string Namespace);
