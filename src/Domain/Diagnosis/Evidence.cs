namespace AiSre.Domain.Diagnosis;

/// <summary>One thing that was seen, or that could not be looked at, under an id that claims cite.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.evidence")]
public sealed record Evidence
{
    /// <summary><c>E1</c>, <c>E2</c>, … within one diagnosis.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required EvidenceKind Kind { get; init; }

    /// <summary>What it was read from: <c>Pod/shop/web-1</c>, <c>logs of shop/web-1</c>, <c>alert</c>.</summary>
    [Id(2)] public required string Source { get; init; }

    /// <summary>When it happened, not when it was read; null where nothing says so.</summary>
    [Id(3)] public DateTimeOffset? At { get; init; }

    /// <summary>At most 4 KB; of what is <see cref="EvidenceKind.Unavailable"/>, why.</summary>
    [Id(4)] public required string Text { get; init; }

    [Id(5)] public bool IsTruncated { get; init; }
    [Id(6)] public bool IsRedacted { get; init; }

    /// <summary>It holds what reads like orders to a machine.</summary>
    [Id(7)] public bool IsSuspicious { get; init; }
}

public enum EvidenceKind
{
    Alert, Resource, Event, Log, Metric, Deploy, Group, Similar, Slo, Unavailable,
}
