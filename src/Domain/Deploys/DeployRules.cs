namespace AiSre.Domain.Deploys;

/// <summary>Which deploy may have caused what began at an instant (docs/deploys.md).</summary>
public static class DeployRules
{
    /// <summary>How far an incident looks back, where nobody says otherwise.</summary>
    public static readonly TimeSpan Lookback = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The latest deploy of a service before an instant; null: there was none. A workload that is called like the service is the service.
    /// </summary>
    /// <param name="deploys">Of one workspace, in any order.</param>
    /// <param name="service">Which service.</param>
    /// <param name="namespace">Where; null: anywhere.</param>
    /// <param name="at">What lies after it has caused nothing then.</param>
    /// <param name="lookback">How long before; a deploy of exactly then counts.</param>
    public static Deploy? Latest(IEnumerable<Deploy> deploys, string service, string? @namespace, DateTimeOffset at, TimeSpan lookback) =>
        Latest(deploys, new DeployTarget(service, @namespace, Alerts.TextFold.Fold(service), null), at, lookback);

    /// <summary>
    /// The same for what an incident names: the nearest of its service, or of its workload in its namespace. A deploy that names another namespace
    /// or cluster than the incident does counts only where no other is near: a rollout of the test environment must not hide the real one.
    /// </summary>
    public static Deploy? Latest(IEnumerable<Deploy> deploys, DeployTarget target, DateTimeOffset at, TimeSpan lookback)
    {
        (bool Fits, Deploy Deploy)? best = null;
        foreach (var deploy in deploys)
        {
            if (!IsNear(deploy, at, lookback) || !Concerns(deploy, target)) continue;
            var fits = !IsElsewhere(deploy, target);
            if (best is null || (fits, deploy.At).CompareTo((best.Value.Fits, best.Value.Deploy.At)) > 0) best = (fits, deploy);
        }
        return best?.Deploy;
    }

    /// <summary>Whole minutes, rounded down.</summary>
    public static int MinutesBefore(DateTimeOffset deployed, DateTimeOffset at) => (int)Math.Floor((at - deployed).TotalMinutes);

    /// <summary>It is not after the instant, and not too long before; both ends count.</summary>
    public static bool IsNear(Deploy deploy, DateTimeOffset at, TimeSpan lookback) => at - deploy.At is var apart && apart >= TimeSpan.Zero
        && apart <= lookback;

    /// <summary>It changed the service, or the workload in the namespace.</summary>
    public static bool Concerns(Deploy deploy, DeployTarget target) =>
        Same(deploy.Service, target.Service)
        || (Same(deploy.Namespace, target.Namespace) && Same(deploy.WorkloadName, target.Workload) && !Differ(deploy.Cluster, target.Cluster));

    /// <summary>It says that it happened in another place.</summary>
    public static bool IsElsewhere(Deploy deploy, DeployTarget target) =>
        Differ(deploy.Namespace, target.Namespace) || Differ(deploy.Cluster, target.Cluster);

    private static bool Same(string? a, string? b) => !string.IsNullOrEmpty(a) && a == b;

    private static bool Differ(string? a, string? b) => !string.IsNullOrEmpty(a) && !string.IsNullOrEmpty(b) && a != b;
}
