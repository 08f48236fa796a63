using System.Collections.Immutable;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Findings;

/// <summary>What a rule has found once: a component at fault and what shows it.</summary>
public sealed record Finding
{
    /// <summary>What is to be mended: the Deployment and not its pod, the Service and not its client.</summary>
    public required Component Component { get; init; }

    /// <summary>0 to 1: how sure the rule is that this is wrong, whether or not it explains the symptom.</summary>
    public required double Confidence { get; init; }

    /// <summary>What is wrong, in one sentence.</summary>
    public required Statement RootCause { get; init; }

    /// <summary>Why that is so: what else was seen.</summary>
    public ImmutableArray<Statement> Because { get; init; } = [];

    /// <summary>What speaks against it. Each costs 0.15 of the confidence.</summary>
    public ImmutableArray<Statement> Against { get; init; } = [];

    /// <summary>Workloads that suffer by it, where they are others than the component: pods of a node, clients of a service.</summary>
    public ImmutableArray<Component> Affects { get; init; } = [];

    /// <summary>When it began, where something says so: what began long before the symptom explains it less.</summary>
    public DateTimeOffset? Since { get; init; }
}
