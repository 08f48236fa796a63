using System.Collections.Immutable;

namespace AiSre.Domain.Reports.Handoff;

/// <summary>What other parts of the platform have worked out and a digest only repeats.</summary>
[GenerateSerializer, Immutable, Alias("aisre.handoff-outlook")]
public sealed record HandoffOutlook
{
    public static readonly HandoffOutlook None = new();

    /// <summary>Error budgets that are burning, or gone.</summary>
    [Id(0)] public ImmutableArray<SloAtRisk> SlosAtRisk { get; init; } = [];

    /// <summary>What is not as it usually is.</summary>
    [Id(1)] public ImmutableArray<DriftNote> DriftSignals { get; init; } = [];

    /// <summary>Incidents that ended by themselves before anybody could do anything.</summary>
    [Id(2)] public ImmutableArray<NoisyNote> NoisyIncidents { get; init; } = [];

    /// <summary>The diagnosis of an incident in one line, by the incident's id.</summary>
    [Id(3)] public ImmutableDictionary<string, string> Diagnoses { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <param name="AlertLevel">Such as warning.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-at-risk")]
public sealed record SloAtRisk(
    [property: Id(0)] string Name, [property: Id(1)] string? Service, [property: Id(2)] string AlertLevel, [property: Id(3)] double? BurnRate);

/// <param name="Signal">Its name.</param>
/// <param name="Message">In a sentence.</param>
[GenerateSerializer, Immutable, Alias("aisre.drift-note")]
public sealed record DriftNote([property: Id(0)] string Signal, [property: Id(1)] string Severity, [property: Id(2)] string Message);

[GenerateSerializer, Immutable, Alias("aisre.noisy-note")]
public sealed record NoisyNote(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] string Severity, [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] DateTimeOffset ResolvedAt);
