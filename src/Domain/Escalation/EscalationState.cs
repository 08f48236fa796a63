using System.Collections.Immutable;

namespace AiSre.Domain.Escalation;

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
}

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
/// <param name="Outcome"><c>sent</c>, <c>collapsed_into:c.L</c>, <c>nobody</c>, <c>suppressed</c> or <c>cancelled</c>.</param>
[GenerateSerializer, Immutable, Alias("aisre.fired-step")]
public sealed record FiredStep(
    [property: Id(0)] int Cycle,
    [property: Id(1)] int Level,
    [property: Id(2)] DateTimeOffset DueAt,
    [property: Id(3)] DateTimeOffset FiredAt,
    [property: Id(4)] string Outcome);
