using AiSre.Domain;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Workspaces;

[GrainType("workspace"), PreferLocalPlacement]
public sealed class WorkspaceGrain(ILedger ledger, IIncidentReads reads, TimeProvider clock) : Grain, IWorkspaceGrain
{
    private (bool Exists, string? Name)? known;

    public async Task<bool> EnsureAsync(string? name)
    {
        var id = this.GetPrimaryKeyString();
        var (exists, current) = known ??= await reads.WorkspaceAsync(id);
        if (exists && (name is null || name == current)) return true;
        if (!exists && id != DefaultWorkspace.Id && await reads.WorkspaceCountAsync() >= IWorkspaceGrain.MaxAutoCreated) return false;

        await ledger.CommitAsync(new WorkspaceEntry { Id = id, Name = name, At = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        known = (true, name ?? current);
        return true;
    }
}
