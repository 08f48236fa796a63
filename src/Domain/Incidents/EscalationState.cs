using System.Collections.Immutable;
using AiSre.Domain.Definitions.Escalation;

namespace AiSre.Domain.Incidents;

/// <summary>Where an incident's escalation stands. Stored with the incident.</summary>
[GenerateSerializer, Immutable, Alias("aisre.escalation-state")]
public sealed record EscalationState
{
    /// <summary>As it was when the escalation started.</summary>
    [Id(0)] public required EscalationPolicy Policy { get; init; }

    /// <summary>The levels of the first pass are counted from here.</summary>
    [Id(1)] public required DateTimeOffset StartedAt { get; init; }

    [Id(2)] public EscalationStatus Status { get; init; } = EscalationStatus.Active;

    /// <summary>Number of the first pass of this start: passes are counted on when an acknowledgement has expired.</summary>
    [Id(3)] public int FirstCycle { get; init; }

    /// <summary>Steps that were due, oldest first. Marked before anybody is told.</summary>
    [Id(4)] public ImmutableArray<FiredStep> Fired { get; init; } = [];

    /// <summary>Who was told shortly before it started over with another policy: its first level leaves them out for a while.</summary>
    [Id(5)] public ImmutableArray<ToldPerson> Spared { get; init; } = [];

    /// <summary>Why a step that was due is held, as the timeline has it already; null when none is.</summary>
    [Id(6)] public EscalationHold? Hold { get; init; }

    /// <summary>The severity was raised while the incident flapped: it is told in spite of that.</summary>
    [Id(7)] public bool DespiteFlapping { get; init; }
}

/// <summary>A step waits.</summary>
/// <param name="Why"><c>quiet_hours</c>, <c>snoozed</c>, <c>silenced</c>, <c>maintenance</c> or <c>flapping</c>.</param>
/// <param name="Until">As far as is known.</param>
[GenerateSerializer, Immutable, Alias("aisre.escalation-hold")]
public sealed record EscalationHold([property: Id(0)] string Why, [property: Id(1)] DateTimeOffset Until);

/// <summary>Somebody who was told, and when.</summary>
[GenerateSerializer, Immutable, Alias("aisre.told-person")]
public sealed record ToldPerson([property: Id(0)] string Person, [property: Id(1)] DateTimeOffset At);

public enum EscalationStatus
{
    Active = 0,

    /// <summary>Somebody has it; it may start over.</summary>
    Acknowledged = 1,

    Resolved = 2,

    /// <summary>Every step has been taken.</summary>
    Exhausted = 3,

    /// <summary>Somebody else tells: the incident became part of a group.</summary>
    Cancelled = 4,
}

/// <summary>One step that was taken, or that fell due and was not.</summary>
/// <param name="Cycle">0 is the first pass.</param>
/// <param name="Level">1 is the first level.</param>
/// <param name="DueAt">When it was due.</param>
/// <param name="FiredAt">When it was marked.</param>
/// <param name="Outcome"><c>sent</c>, <c>collapsed_into:c.L</c>, <c>nobody</c>, <c>unreached</c>, <c>suppressed</c> or <c>cancelled</c>:
/// see <see cref="StepOutcome"/>.</param>
[GenerateSerializer, Immutable, Alias("aisre.fired-step")]
public sealed record FiredStep(
    [property: Id(0)] int Cycle,
    [property: Id(1)] int Level,
    [property: Id(2)] DateTimeOffset DueAt,
    [property: Id(3)] DateTimeOffset FiredAt,
    [property: Id(4)] string Outcome)
{
    /// <summary>Whom the step named, by their ids.</summary>
    [Id(5)] public ImmutableArray<string> People { get; init; } = [];

    /// <summary>Where they were told.</summary>
    [Id(6)] public ImmutableArray<string> Channels { get; init; } = [];
}

/// <summary>The words of <see cref="FiredStep.Outcome"/>.</summary>
public static class StepOutcome
{
    public const string Sent = "sent";
    public const string Nobody = "nobody";

    /// <summary>Nobody needed to be told: quiet hours drop it, or all of its people were told a moment ago.</summary>
    public const string Suppressed = "suppressed";

    /// <summary>It was due when somebody acknowledged or ended it, or when the group took over.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Told together with a later one that was due too.</summary>
    public static string CollapsedInto(int cycle, int level) => FormattableString.Invariant($"collapsed_into:{cycle}.{level}");

    /// <summary>Every message of it was given up, or fails: the next level was told at once.</summary>
    public const string Unreached = "unreached";

    /// <summary>Its people were told, by it or by the step that stood for it.</summary>
    public static bool Reached(string outcome) => outcome == Sent || outcome.StartsWith("collapsed", StringComparison.Ordinal);

    /// <summary>The outcome without its numbers, for what counts outcomes.</summary>
    public static string Name(string outcome) => outcome.StartsWith("collapsed", StringComparison.Ordinal) ? "collapsed" : outcome;
}
