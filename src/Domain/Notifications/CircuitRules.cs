namespace AiSre.Domain.Notifications;

/// <summary>Whether a destination seems to be there at all.</summary>
/// <param name="Failures">Attempts in a row that failed.</param>
/// <param name="OpenUntil">Nothing is sent before this; null: it is closed.</param>
public readonly record struct CircuitState(int Failures, DateTimeOffset? OpenUntil);

/// <summary>
/// A destination that fails again and again is left alone for a minute, and then asked with one message (docs/rules/notifications.md).
/// </summary>
public static class CircuitRules
{
    public const int FailuresToOpen = 5;
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(60);

    public static CircuitState Closed => default;

    /// <summary>The fifth failure in a row opens it, and so does every one after that: the probe that failed.</summary>
    public static CircuitState Failed(CircuitState state, DateTimeOffset now) =>
        new(state.Failures + 1, state.Failures + 1 >= FailuresToOpen ? now + OpenFor : null);
}
