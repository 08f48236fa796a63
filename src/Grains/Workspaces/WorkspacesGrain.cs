using System.Collections.Immutable;
using AiSre.Domain;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Holds;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Workspaces;

[GrainType("workspaces"), StatelessWorker]
public sealed class WorkspacesGrain(IWorkspaceReads reads, WorkspaceHolds holds) : Grain, IWorkspaces
{
    public async Task<ImmutableArray<Workspace>> ListAsync(string? after, int limit)
    {
        // It is always there, even if nobody has named it yet.
        if (after is null) await GrainFactory.GetGrain<IWorkspaceGrain>(DefaultWorkspace.Id).EnsureAsync(null);
        return [.. (await reads.ListAsync(after, Math.Clamp(limit, 1, 1_000))).Select(StoredWorkspaces.Of)];
    }

    public async Task<HeldWorkspaces?> HeldAsync(long knownStamp) =>
        await holds.AllAsync() is var held && held.Stamp == knownStamp ? null : held;
}
