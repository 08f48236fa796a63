using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>
/// The same service under another promise. Nothing is saved, and no tier that fires now counts: it fires for the promise that is in force.
/// </summary>
public static class WhatIfRules
{
    /// <param name="definition">The one in force.</param>
    /// <param name="target">Another share; null: the same.</param>
    /// <param name="windowDays">Another window, which then rolls; null: the same.</param>
    /// <returns>The definition, or what is wrong with the question as a sentence.</returns>
    public static (SloDefinition? Definition, string? Problem) Of(SloDefinition definition, double? target, int? windowDays) =>
        target is { } share && !(share is > 0 and < 1) ? (null, "'target' is above 0 and below 1.")
        : windowDays is { } days && days is < 1 or > SloWindow.LongestDays ? (null, $"'window_days' is 1 to {SloWindow.LongestDays}.")
        : (definition with
        {
            Target = target ?? definition.Target,
            Window = windowDays is { } other ? SloWindow.Rolling(other) : definition.Window,
        }, null);
}
