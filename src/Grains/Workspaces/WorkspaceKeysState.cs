using System.Collections.Immutable;
using AiSre.Domain.Access;

namespace AiSre.Grains.Workspaces;

/// <summary>What is stored of a workspace's keys.</summary>
[GenerateSerializer, Immutable, Alias("aisre.workspace-keys-state")]
public sealed record WorkspaceKeysState
{
    /// <summary>The kind of its document.</summary>
    public const string Kind = "workspace-keys";

    [Id(0)] public int Version { get; init; } = 1;

    /// <summary>Those that count and those that ended lately, oldest first.</summary>
    [Id(1)] public ImmutableArray<ManagedKey> Keys { get; init; } = [];
}
