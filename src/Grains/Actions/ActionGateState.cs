using System.Collections.Immutable;

namespace AiSre.Grains.Actions;

/// <summary>What a gate stores: what is under way, what is watched, and what was answered lately.</summary>
[GenerateSerializer, Immutable, Alias("aisre.action-gate-state")]
public sealed record ActionGateState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>By workload: the one action that is under way on it. Whoever holds it takes it away.</summary>
    [Id(1)] public ImmutableDictionary<string, ActionEntry> Flights { get; init; } = ImmutableDictionary<string, ActionEntry>.Empty;

    /// <summary>By id: what was accepted and has not been looked at since; of a workload the last one, whose doing it is what one sees.</summary>
    [Id(2)] public ImmutableDictionary<string, ActionEntry> Watched { get; init; } = ImmutableDictionary<string, ActionEntry>.Empty;

    /// <summary>By idempotency key, for a day.</summary>
    [Id(3)] public ImmutableDictionary<string, AnsweredKey> Keys { get; init; } = ImmutableDictionary<string, AnsweredKey>.Empty;

    /// <summary>By workload: an action of which nobody knows what became of it. Autonomy keeps off until a person has acted there.</summary>
    [Id(4)] public ImmutableDictionary<string, string> Doubtful { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The same without keys that are too old.</summary>
    public ActionGateState Remember(string? key, string actionId, string hash, DateTimeOffset now)
    {
        var kept = Keys.RemoveRange(Keys.Where(entry => entry.Value.At < now.AddHours(-24)).Select(entry => entry.Key));
        return this with { Keys = key is null ? kept : kept.SetItem(key, new(actionId, hash, now)) };
    }

    public ActionGateState Forget(string? key) => key is null ? this : this with { Keys = Keys.Remove(key) };
}

/// <param name="ActionId">The attempt that it stands for.</param>
/// <param name="Hash">Of what was asked.</param>
[GenerateSerializer, Immutable, Alias("aisre.answered-key")]
public sealed record AnsweredKey([property: Id(0)] string ActionId, [property: Id(1)] string Hash, [property: Id(2)] DateTimeOffset At);
