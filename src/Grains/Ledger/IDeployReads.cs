using AiSre.Domain.Deploys;
using AiSre.Grains.Deploys;

namespace AiSre.Grains.Ledger;

/// <summary>What the ledger has of deploys. A database that is away is a <see cref="LedgerUnavailableException"/>.</summary>
public interface IDeployReads
{
    /// <summary>With its row's version; null when there is none.</summary>
    ValueTask<(Deploy Deploy, int Version)?> FindAsync(string workspace, string id, string service);

    /// <summary>Newest first.</summary>
    ValueTask<IReadOnlyList<Deploy>> RecentAsync(DeployFilter filter);

    /// <summary>Of a service, or of a workload in a namespace, that began within a time, its ends included. Newest first.</summary>
    ValueTask<IReadOnlyList<Deploy>> AroundAsync(string workspace, DeployTarget target, DateTimeOffset from, DateTimeOffset to, int limit);

    /// <summary>Of a workspace from an instant on, newest first.</summary>
    ValueTask<IReadOnlyList<Deploy>> SinceAsync(string workspace, DateTimeOffset since, int limit);
}
