using System.Collections.Immutable;
using NodaTime;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>One rotation of a team: its members take turns, by the calendar of its zone.</summary>
public sealed record RotationLayer
{
    /// <summary>Index 0 of layers that name no start: with it the index is the ISO week modulo the members in all of 2025.</summary>
    public static readonly LocalDate DefaultStart = new(2024, 12, 23);

    public required string Name { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>In their order; somebody may come twice. Never empty.</summary>
    public required ImmutableArray<string> Members { get; init; }

    public RotationPeriod Every { get; init; } = new(1, RotationUnit.Weeks);

    /// <summary>Local date of the first hand-off.</summary>
    public LocalDate Start { get; init; } = DefaultStart;

    /// <summary>Local time of day at which shifts change.</summary>
    public LocalTime Handoff { get; init; } = new(9, 0);

    /// <summary>When it is in force; empty: always.</summary>
    public ImmutableArray<Restriction> Restrictions { get; init; } = [];

    /// <summary>The layer ends at this local date's hand-off; null: never.</summary>
    public LocalDate? End { get; init; }

    /// <summary>Added to the shift's number before it chooses a member, so that a change of the members leaves on duty who is.</summary>
    public int IndexOffset { get; init; }
}

/// <summary>How long a shift is, by the calendar.</summary>
/// <param name="Count">1 to 9999.</param>
public readonly record struct RotationPeriod(int Count, RotationUnit Unit)
{
    /// <summary>As definitions write it: <c>12h</c>, <c>1d</c>, <c>2w</c>, <c>3mo</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Count}{Unit switch
    {
        RotationUnit.Hours => "h",
        RotationUnit.Days => "d",
        RotationUnit.Weeks => "w",
        _ => "mo",
    }}");
}

public enum RotationUnit
{
    Hours = 0,
    Days = 1,
    Weeks = 2,
    Months = 3,
}

/// <summary>A part of the week, in the layer's zone.</summary>
/// <param name="Days">The days on which it starts; empty: every day.</param>
/// <param name="From">Local time of day, included.</param>
/// <param name="To">Local time of day, not included. Before <paramref name="From"/> it ends on the next day; equal to it, it lasts all day.</param>
public sealed record Restriction(ImmutableArray<IsoDayOfWeek> Days, LocalTime From, LocalTime To);
