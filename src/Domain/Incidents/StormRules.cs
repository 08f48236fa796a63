using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>
/// New incidents of one workspace in the last minute, and whether they make a storm. Kept in memory; after a restart counting starts anew.
/// </summary>
public sealed class StormState
{
    internal StormState(MinuteCount workspace, ImmutableDictionary<string, MinuteCount> services, long busyAt, bool storm) =>
        (Workspace, Services, BusyAt, IsStorm) = (workspace, services, busyAt, storm);

    public static StormState Calm { get; } = new(
        MinuteCount.None, ImmutableDictionary<string, MinuteCount>.Empty.WithComparers(StringComparer.Ordinal), 0, false);

    /// <summary>True from the incident that was one too many until <see cref="StormRules.At"/> finds the quiet long enough.</summary>
    public bool IsStorm { get; }

    /// <summary>New incidents in the minute that ended when the state was made.</summary>
    internal MinuteCount Workspace { get; }

    internal ImmutableDictionary<string, MinuteCount> Services { get; }

    /// <summary>The last second, since 1970, that was too busy for a storm to end.</summary>
    internal long BusyAt { get; }
}

/// <summary>
/// When too many incidents open at once for each to be treated by itself (docs/rules/alerts.md). Minutes slide by whole seconds.
/// </summary>
public static class StormRules
{
    /// <summary>The state after new incidents opened. A clock that steps back counts for the latest second that was seen.</summary>
    public static StormState Opened(StormState state, string? service, DateTimeOffset now, DedupOptions options, int count = 1)
    {
        var second = Math.Max(now.ToUnixTimeSeconds(), state.Workspace.Second);
        var before = Advance(state, second, options);
        var workspace = before.Workspace.Add(count, second);
        var services = second / 60 == before.Workspace.Second / 60 ? before.Services : Recent(before.Services, second);
        var perService = (services.GetValueOrDefault(service ?? "") ?? MinuteCount.None).Add(count, second);

        var starts = workspace.Total > options.StormPerMinute || (!string.IsNullOrEmpty(service) && perService.Total > options.StormServicePerMinute);
        var busy = starts || workspace.Total >= options.StormEndPerMinute;
        return new(workspace, services.SetItem(service ?? "", perService), busy ? second : before.BusyAt, before.IsStorm || starts);
    }

    /// <summary>The state at an instant without news: this is where a storm ends. The same reference if nothing changes.</summary>
    public static StormState At(StormState state, DateTimeOffset now, DedupOptions options)
    {
        if (!state.IsStorm) return state;
        var second = Math.Max(now.ToUnixTimeSeconds(), state.Workspace.Second);
        var next = Advance(state, second, options);
        return next.IsStorm ? state : new(next.Workspace.Add(0, second), Recent(next.Services, second), next.BusyAt, false);
    }

    private static StormState Advance(StormState state, long second, DedupOptions options)
    {
        var busyAt = Math.Max(state.BusyAt, state.Workspace.LastSecondWith(options.StormEndPerMinute, second) ?? 0);
        return new(state.Workspace, state.Services, busyAt, state.IsStorm && second - busyAt < (long)options.StormQuiet.TotalSeconds);
    }

    private static ImmutableDictionary<string, MinuteCount> Recent(ImmutableDictionary<string, MinuteCount> services, long second) =>
        services.RemoveRange(services.Where(entry => second - entry.Value.Second >= 60).Select(entry => entry.Key));
}
