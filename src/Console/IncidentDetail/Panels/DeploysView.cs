using System.Collections.Immutable;
using AiSre.Domain.Deploys;
using AiSre.Grains.Deploys;

namespace AiSre.Console.IncidentDetail.Panels;

/// <summary>What was rolled out around the incident, of its service or its workload.</summary>
/// <param name="Deploys">Newest first.</param>
/// <param name="Suspect">What is said of the one that it may come from; null: none was shortly before.</param>
/// <param name="Hidden">Deploys that are not shown.</param>
public sealed record DeploysView(ImmutableArray<ShownDeploy> Deploys, string? Suspect, int Hidden)
{
    private const int Shown = 6;

    private static readonly TimeSpan Before = TimeSpan.FromHours(24);
    private static readonly TimeSpan After = TimeSpan.FromHours(6);

    internal static async Task<DeploysView?> LoadAsync(ShownIncident shown)
    {
        var (target, start) = (DeployTarget.Of(shown.Incident.Subject), DeployCorrelation.StartOf(shown.Incident));
        var around = await shown.Grains.GetGrain<IDeployQueries>(0).AroundAsync(shown.Workspace, target, start - Before, start + After);
        if (around.IsEmpty) return null;
        var suspect = DeployRules.Latest(around, target, start, DeployRules.Lookback);
        return new(
            [.. around.Take(Shown).Select(deploy => ShownDeploy.Of(deploy, start, isSuspect: ReferenceEquals(deploy, suspect)))],
            suspect is null ? null : DeployCorrelation.Sentence(suspect, target, start, 0), Math.Max(0, around.Length - Shown));
    }
}

/// <param name="Id">Its id.</param>
/// <param name="What">The version, else the image, else the commit, else its id.</param>
/// <param name="Service">Of what.</param>
/// <param name="Actor">By whom.</param>
/// <param name="Place">Namespace and environment, as far as they are known.</param>
/// <param name="Status">How far it is.</param>
/// <param name="At">When it began.</param>
/// <param name="Distance">From it to the incident, or the other way round.</param>
/// <param name="IsAfter">It came after the incident had begun, so that it did not cause it.</param>
/// <param name="IsSuspect">It is the one that the incident may come from.</param>
/// <param name="Url">Where more is to be read.</param>
public sealed record ShownDeploy(
    string Id, string What, string Service, string Actor, string Place, DeployStatus Status, DateTimeOffset At, TimeSpan Distance, bool IsAfter,
    bool IsSuspect, string? Url)
{
    internal static ShownDeploy Of(Deploy deploy, DateTimeOffset start, bool isSuspect) => new(
        deploy.Id, deploy.Version ?? deploy.Image ?? deploy.CommitSha ?? deploy.Id, deploy.Service, deploy.Actor,
        string.Join(", ", new[] { deploy.Namespace, deploy.Environment, deploy.Cluster }.OfType<string>()), deploy.Status, deploy.At,
        (start - deploy.At).Duration(), deploy.At > start, isSuspect, deploy.Url);
}
