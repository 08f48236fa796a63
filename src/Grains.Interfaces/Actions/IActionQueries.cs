using System.Collections.Immutable;

namespace AiSre.Grains.Actions;

/// <summary>What is read over many actions. A stateless worker over the ledger's tables. Key: 0.</summary>
[Alias("aisre.action-queries")]
public interface IActionQueries : IGrainWithIntegerKey
{
    /// <summary>Null when the workspace has no such attempt.</summary>
    [Alias("find"), Idempotent]
    Task<ActionEntry?> FindAsync(string workspace, string actionId);

    /// <summary>Newest first.</summary>
    [Alias("approvals"), Idempotent]
    Task<ImmutableArray<ActionApproval>> ApprovalsAsync(string workspace, int limit);

    /// <summary>Newest first.</summary>
    [Alias("audit"), Idempotent]
    Task<ImmutableArray<AuditItem>> AuditAsync(string workspace, long? before, string? action, int limit);

    /// <summary>What may be done in a workspace, as the guard would read it now.</summary>
    [Alias("policies"), Idempotent]
    Task<PoliciesInForce> PoliciesAsync(string workspace);
}

/// <summary>Somebody did something, or tried to.</summary>
[GenerateSerializer, Immutable, Alias("aisre.audit-item")]
public sealed record AuditItem
{
    [Id(0)] public required long Seq { get; init; }
    [Id(1)] public required DateTimeOffset At { get; init; }
    [Id(2)] public required string Actor { get; init; }
    [Id(3)] public required string Action { get; init; }
    [Id(4)] public required string Kind { get; init; }
    [Id(5)] public required string Subject { get; init; }

    /// <summary>JSON.</summary>
    [Id(6)] public required string Detail { get; init; }
}
