using System.Collections.Immutable;
using AiSre.Domain.Slos;

namespace AiSre.Grains.Slos;

/// <summary>What is stored of one objective. Its events lie beside it, a document a day.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-state")]
public sealed record SloState
{
    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>As the last look left them.</summary>
    [Id(1)] public ImmutableArray<SloTierState> Tiers { get; init; } = [];

    /// <summary>Its data was missing for too long when it was last looked at.</summary>
    [Id(2)] public bool IsAbsent { get; init; }

    /// <summary>Fingerprints of what the intake has been told of and not yet that it is over.</summary>
    [Id(3)] public ImmutableArray<string> Told { get; init; } = [];

    /// <summary>The service that it was told of, by which its end is told.</summary>
    [Id(4)] public string Service { get; init; } = "";

    /// <summary>Those that begin first first.</summary>
    [Id(5)] public ImmutableArray<Correction> Corrections { get; init; } = [];

    /// <summary>What a Prometheus answered last that was stored; newer answers may have come since.</summary>
    [Id(6)] public SourceAnswer? Answer { get; init; }

    /// <summary>What it promised at the last look; null: nobody has looked yet.</summary>
    [Id(7)] public SloPromise? Promise { get; init; }

    /// <summary>What it promised before, oldest first.</summary>
    [Id(8)] public ImmutableArray<SloPromiseChange> Changes { get; init; } = [];
}
