using AiSre.Domain.Definitions.Actions;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Actions;

/// <summary>All that a workspace says about actions, as the guard reads it.</summary>
[GenerateSerializer, Immutable, Alias("aisre.policies-in-force")]
public sealed record PoliciesInForce
{
    /// <summary>Or why they cannot be read; then nothing is done.</summary>
    [Id(0)] public required Known<ActionPolicies?> Policies { get; init; }

    /// <summary>The workspace has written none.</summary>
    [Id(1)] public bool IsBuiltIn { get; init; }

    /// <summary>Where the platform itself runs, which is protected; null: not known.</summary>
    [Id(2)] public string? OwnNamespace { get; init; }
}
