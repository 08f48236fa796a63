using System.Collections.Immutable;

namespace AiSre.Domain.Workspaces;

/// <summary>A workspace in which not everything goes on.</summary>
/// <param name="Status">Never <see cref="WorkspaceStatus.Active"/>.</param>
/// <param name="Reason">Why it is suspended.</param>
[GenerateSerializer, Immutable, Alias("aisre.held-workspace")]
public sealed record HeldWorkspace([property: Id(0)] WorkspaceStatus Status, [property: Id(1)] string? Reason = null)
{
    /// <summary>Being erased, or erased: to everybody it is not there.</summary>
    public bool IsGone => Status is WorkspaceStatus.Deleting;
}

/// <summary>What is done of what is due in a workspace that is suspended, or being deleted.</summary>
public static class SuspensionRules
{
    /// <summary>How much later a due alarm is looked at again: so long it takes at most until a workspace that was resumed goes on.</summary>
    public static readonly TimeSpan PutOff = TimeSpan.FromMinutes(1);

    /// <summary>Alarms that tell and change nobody: the audit is sealed, and what is too old is dropped.</summary>
    private static readonly ImmutableHashSet<string> GoOn = ["audit-chain", "workspace"];

    /// <param name="held">How the workspace is; null: active.</param>
    /// <param name="kind">The type of the grain whose alarm is due.</param>
    public static bool Holds(HeldWorkspace? held, string kind) => held is not null && (held.IsGone || !GoOn.Contains(kind));
}
