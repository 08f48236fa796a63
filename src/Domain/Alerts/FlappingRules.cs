namespace AiSre.Domain.Alerts;

/// <summary>An alert that comes and goes is held open and quiet (docs/rules/alerts.md). All instants are those of receipt.</summary>
public static class FlappingRules
{
    /// <summary>
    /// The alert went from open to resolved or back. Flapping begins with the fourth change in 60 minutes and lasts until <see cref="IsOver"/>.
    /// </summary>
    public static FlappingState OnTransition(FlappingState state, DateTimeOffset now, DedupOptions options)
    {
        var recent = state.Transitions.Where(at => now - at <= options.FlappingWindow).Append(now).TakeLast(options.FlappingTransitions);
        var next = state with { Transitions = [.. recent], Flapping = state.Flapping && !IsOver(state, now, options) };
        return next with { Flapping = next.Flapping || next.Transitions.Length >= options.FlappingTransitions };
    }

    /// <summary>True if the incident stays open although the source resolved it: a flapping alert must stay resolved for 10 minutes first.</summary>
    public static bool HoldsOpen(FlappingState state, DateTimeOffset resolvedSignalAt, DateTimeOffset now, DedupOptions options) =>
        state.Flapping && !IsOver(state, now, options) && now < QuietUntil(state, resolvedSignalAt, options);

    /// <summary>The instant at which a resolve that is held back takes effect if nothing else happens.</summary>
    public static DateTimeOffset QuietUntil(FlappingState state, DateTimeOffset resolvedSignalAt, DedupOptions options)
    {
        var last = state.Transitions is [.., var transition] && transition > resolvedSignalAt ? transition : resolvedSignalAt;
        return last + options.FlappingQuiet;
    }

    /// <summary>True once 60 minutes have passed without a change.</summary>
    public static bool IsOver(FlappingState state, DateTimeOffset now, DedupOptions options) =>
        state.Transitions is not [.., var last] || now - last >= options.FlappingWindow;

    /// <summary>
    /// When something becomes of it by itself: a resolve that is held back takes effect, or the flapping is over. Null when nothing will.
    /// </summary>
    public static DateTimeOffset? NextChange(FlappingState state, DateTimeOffset? heldSince, DedupOptions options) =>
        heldSince is { } since ? QuietUntil(state, since, options)
        : state is { Flapping: true, Transitions: [.., var last] } ? last + options.FlappingWindow
        : null;
}
