using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Deploys;

[GrainType("deploy-queries"), StatelessWorker]
public sealed class DeployQueries(IDeployReads reads) : Grain, IDeployQueries
{
    /// <summary>A service that is rolled out more often than this within the time has other troubles.</summary>
    private const int Most = 100;

    public async Task<ImmutableArray<Deploy>> RecentAsync(DeployFilter filter) => [.. await reads.RecentAsync(filter)];

    public async Task<ImmutableArray<Deploy>> AroundAsync(string workspace, DeployTarget target, DateTimeOffset from, DateTimeOffset to) =>
        [.. await reads.AroundAsync(workspace, target, from, to, Most)];

    public async Task<Deploy?> LatestAsync(string workspace, DeployTarget target, DateTimeOffset at, TimeSpan lookback) =>
        DeployRules.Latest(await reads.AroundAsync(workspace, target, at - lookback, at, Most), target, at, lookback);
}
