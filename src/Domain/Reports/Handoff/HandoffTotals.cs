using System.Collections.Immutable;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>The movement of a period. Always <c>open_start + opened + reopened - resolved = open_end</c>.</summary>
[GenerateSerializer, Immutable, Alias("aisre.handoff-totals")]
public sealed record HandoffTotals
{
    /// <summary>Open or acknowledged when the period began.</summary>
    [Id(0)] public long OpenStart { get; init; }
    [Id(1)] public long Opened { get; init; }
    [Id(2)] public long Reopened { get; init; }
    [Id(3)] public long Resolved { get; init; }

    /// <summary>Open or acknowledged when it ended.</summary>
    [Id(4)] public long OpenEnd { get; init; }

    /// <summary>Of those, how many somebody has acknowledged.</summary>
    [Id(5)] public long Acknowledged { get; init; }

    /// <summary>The same for each severity that incidents have now, from critical to info.</summary>
    [Id(6)] public ImmutableArray<SeverityTotals> BySeverity { get; init; } = [];
}

[GenerateSerializer, Immutable, Alias("aisre.severity-totals")]
public sealed record SeverityTotals(
    [property: Id(0)] string Severity, [property: Id(1)] long OpenStart, [property: Id(2)] long Opened, [property: Id(3)] long Reopened,
    [property: Id(4)] long Resolved, [property: Id(5)] long OpenEnd);
