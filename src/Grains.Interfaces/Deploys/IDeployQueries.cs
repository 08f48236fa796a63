using System.Collections.Immutable;
using AiSre.Domain.Deploys;

namespace AiSre.Grains.Deploys;

/// <summary>Looks at deploys. A stateless worker, so that the API needs no database. Key: 0.</summary>
[Alias("aisre.deploy-queries")]
public interface IDeployQueries : IGrainWithIntegerKey
{
    /// <summary>Newest first.</summary>
    [Alias("recent"), Idempotent]
    Task<ImmutableArray<Deploy>> RecentAsync(DeployFilter filter);

    /// <summary>Those that concern a target and began within a time, its ends included. Newest first, at most 100.</summary>
    [Alias("around"), Idempotent]
    Task<ImmutableArray<Deploy>> AroundAsync(string workspace, DeployTarget target, DateTimeOffset from, DateTimeOffset to);

    /// <summary>The one that may have caused what began at an instant (<see cref="DeployRules"/>); null: there is none.</summary>
    [Alias("latest"), Idempotent]
    Task<Deploy?> LatestAsync(string workspace, DeployTarget target, DateTimeOffset at, TimeSpan lookback);
}

/// <summary>Which deploys a list shows.</summary>
[GenerateSerializer, Immutable, Alias("aisre.deploy-filter")]
public sealed record DeployFilter
{
    /// <summary>Null for all.</summary>
    [Id(0)] public string? Workspace { get; init; }

    [Id(1)] public string? Service { get; init; }
    [Id(2)] public string? Namespace { get; init; }

    /// <summary>At least 1.</summary>
    [Id(3)] public int Limit { get; init; } = 20;
}
