using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>What a silo needs to know of one revision. Holds secrets: it goes from silo to silo and no further.</summary>
[GenerateSerializer, Immutable, Alias("aisre.definitions-snapshot")]
public sealed record DefinitionsSnapshot
{
    /// <summary>Changes with everything below; never 0.</summary>
    [Id(0)] public long Stamp { get; init; }

    /// <summary>Counted from 1; 0 when nothing was ever put.</summary>
    [Id(1)] public int Revision { get; init; }

    [Id(2)] public ImmutableArray<DefinitionDocument> Documents { get; init; } = [];

    /// <summary>From the operator's files: may read environment variables and name any address.</summary>
    [Id(3)] public bool IsTrusted { get; init; }

    /// <summary>What keeps the same people on duty after the members of a layer have changed.</summary>
    [Id(4)] public ImmutableArray<LayerOffset> Offsets { get; init; } = [];

    /// <summary>Those that were added at run time and not removed.</summary>
    [Id(5)] public ImmutableArray<StoredOverride> Overrides { get; init; } = [];

    /// <summary>When another revision came into force, or a stand-in was added or removed; null for what is in force.</summary>
    [Id(6)] public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>From the operator's files, or put by somebody who belongs to no workspace: may lift the protection of namespaces.</summary>
    [Id(7)] public bool MayUnprotect { get; init; }
}

/// <param name="Team">Name of the team.</param>
/// <param name="Layer">Name of its layer.</param>
/// <param name="Offset">Added to the number of the shift, so that a change of the members takes nobody off duty.</param>
[GenerateSerializer, Immutable, Alias("aisre.layer-offset")]
public sealed record LayerOffset(
    [property: Id(0)] string Team,
    [property: Id(1)] string Layer,
    [property: Id(2)] int Offset);

/// <summary>A stand-in that was added at run time.</summary>
[GenerateSerializer, Immutable, Alias("aisre.stored-override")]
public sealed record StoredOverride
{
    [Id(0)] public required string Id { get; init; }
    [Id(1)] public required string Team { get; init; }
    [Id(2)] public required string User { get; init; }

    /// <summary>Local, <c>yyyy-MM-ddTHH:mm</c>, included.</summary>
    [Id(3)] public required string From { get; init; }

    /// <summary>Local, <c>yyyy-MM-ddTHH:mm</c>, not included.</summary>
    [Id(4)] public required string To { get; init; }

    /// <summary>IANA name.</summary>
    [Id(5)] public required string TimeZone { get; init; }

    [Id(6)] public string? Reason { get; init; }
    [Id(7)] public required DateTimeOffset CreatedAt { get; init; }
    [Id(8)] public required string CreatedBy { get; init; }
    [Id(9)] public DateTimeOffset? RemovedAt { get; init; }
    [Id(10)] public string? RemovedBy { get; init; }
}
