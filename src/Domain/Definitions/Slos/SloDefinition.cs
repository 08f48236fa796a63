namespace AiSre.Domain.Definitions.Slos;

/// <summary>A promise about a service: so large a share of it is good, over so long a time.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-definition")]
public sealed record SloDefinition
{
    /// <summary>Groups of one definition, unless it says otherwise.</summary>
    public const int UsualGroups = 100;

    /// <summary>Small letters, digits and dashes; unique in the workspace.</summary>
    [Id(0)] public required string Name { get; init; }

    [Id(1)] public string Workspace { get; init; } = DefaultWorkspace.Id;
    [Id(2)] public required string Service { get; init; }

    /// <summary>The share that must be good; above 0 and below 1.</summary>
    [Id(3)] public required double Target { get; init; }

    [Id(4)] public SloWindow Window { get; init; } = new();
    [Id(5)] public SloIndicator Indicator { get; init; }

    /// <summary>What is slower is bad. Of latency only, and never null there.</summary>
    [Id(6)] public double? LatencyThresholdMs { get; init; }

    /// <summary>What people call it, such as <c>p99</c>; the target rules the arithmetic.</summary>
    [Id(7)] public string? LatencyPercentile { get; init; }

    [Id(8)] public SloSource Source { get; init; } = new IncidentSloSource();
    [Id(9)] public SloAlerting Alerting { get; init; } = new();

    /// <summary>A label: each of its values is an SLO of its own. Null: the whole is one.</summary>
    [Id(10)] public string? GroupBy { get; init; }

    /// <summary>So many values have SLOs; the rest is counted and named as such.</summary>
    [Id(11)] public int MaxGroups { get; init; } = UsualGroups;

    [Id(12)] public string? Description { get; init; }

    /// <summary>The share that may be bad, <c>E</c> of the formulas.</summary>
    public double ErrorShare => 1 - Target;

    /// <summary>As people write it: 99.95, not 99.95000000000002.</summary>
    public double TargetPercent => (double)((decimal)Target * 100);
}

public enum SloIndicator
{
    /// <summary>Bad is what failed.</summary>
    Availability = 0,

    /// <summary>Bad is what took longer than the threshold.</summary>
    Latency = 1,
}
