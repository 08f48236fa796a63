using System.Collections.Immutable;

namespace AiSre.Grains.OnCall;

/// <summary>A team as it is defined, and who is on call in it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.team-facts")]
public sealed record TeamFacts
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public ImmutableArray<string> Services { get; init; } = [];
    [Id(2)] public required string TimeZone { get; init; }
    [Id(3)] public string? EscalationContact { get; init; }

    /// <summary>Now; null: nobody.</summary>
    [Id(4)] public string? Person { get; init; }

    /// <summary>Later ones win.</summary>
    [Id(5)] public ImmutableArray<LayerFacts> Layers { get; init; } = [];

    /// <summary>
    /// Who is told now when who is on call does not answer: the contact, else the next in the layer that is in force; null: nobody.
    /// </summary>
    [Id(6)] public string? Contact { get; init; }
}

/// <summary>Somebody who can be told.</summary>
/// <param name="Id">The name that everything else uses.</param>
/// <param name="IsAdmin">Told when nobody else can be.</param>
/// <param name="Channels">Names of the channels that reach this person; their addresses stay with the silos.</param>
[GenerateSerializer, Immutable, Alias("aisre.person-facts")]
public sealed record PersonFacts(
    [property: Id(0)] string Id,
    [property: Id(1)] bool IsAdmin,
    [property: Id(2)] ImmutableArray<string> Channels);

/// <summary>A layer, in the words of its definition.</summary>
[GenerateSerializer, Immutable, Alias("aisre.layer-facts")]
public sealed record LayerFacts
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required string TimeZone { get; init; }
    [Id(2)] public ImmutableArray<string> Members { get; init; } = [];

    /// <summary><c>12h</c>, <c>1d</c>, <c>2w</c>, <c>3mo</c>.</summary>
    [Id(3)] public required string Every { get; init; }

    /// <summary>Local date, <c>yyyy-MM-dd</c>.</summary>
    [Id(4)] public required string Start { get; init; }

    /// <summary>Local time of day, <c>HH:mm</c>.</summary>
    [Id(5)] public required string Handoff { get; init; }

    /// <summary>Local date; null: never.</summary>
    [Id(6)] public string? End { get; init; }

    /// <summary>Empty: always in force.</summary>
    [Id(7)] public ImmutableArray<RestrictionFacts> Restrictions { get; init; } = [];
}

/// <param name="Days"><c>mon</c> to <c>sun</c>; empty: every day.</param>
/// <param name="From">Local time of day, <c>HH:mm</c>, included.</param>
/// <param name="To">Not included; not later than <paramref name="From"/> it is on the next day.</param>
[GenerateSerializer, Immutable, Alias("aisre.restriction-facts")]
public sealed record RestrictionFacts(
    [property: Id(0)] ImmutableArray<string> Days,
    [property: Id(1)] string From,
    [property: Id(2)] string To);

/// <summary>A person who stands in.</summary>
[GenerateSerializer, Immutable, Alias("aisre.override-facts")]
public sealed record OverrideFacts
{
    /// <summary>Null for those of a definition, which only a definition removes.</summary>
    [Id(0)] public string? Id { get; init; }

    [Id(1)] public required string Team { get; init; }
    [Id(2)] public required string User { get; init; }

    /// <summary>Local, <c>yyyy-MM-ddTHH:mm</c>, included.</summary>
    [Id(3)] public required string From { get; init; }

    /// <summary>Not included.</summary>
    [Id(4)] public required string To { get; init; }

    /// <summary>IANA name.</summary>
    [Id(5)] public required string TimeZone { get; init; }

    [Id(6)] public required DateTimeOffset Start { get; init; }
    [Id(7)] public required DateTimeOffset End { get; init; }
    [Id(8)] public string? Reason { get; init; }
    [Id(9)] public string? CreatedBy { get; init; }
}
