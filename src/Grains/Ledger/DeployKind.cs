using AiSre.Domain.Deploys;

namespace AiSre.Grains.Ledger;

/// <summary>Deploys have a table of their own, because incidents look for them by service and by time.</summary>
public sealed class DeployKind(IDeployReads reads) : ILedgerKind<Deploy>
{
    public async ValueTask<(Deploy? State, int Version)> FindAsync(DocumentKey key)
    {
        var (id, service) = GrainKeys.ParseDeploy(key.Id);
        return await reads.FindAsync(key.Workspace, id, service) is { } found ? (found.Deploy, found.Version) : (null, 0);
    }

    public LedgerEntry Entry(DocumentKey key, int version, Deploy? state, LedgerFacts facts) => state is null
        ? throw new NotSupportedException("Deploys are history: they are never cleared.")
        : new DeployWrite { Deploy = state, Version = version, Facts = facts };
}
