using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Deploys;

/// <summary>What a deploy may have changed, as an incident names it. Null parts were not said.</summary>
[GenerateSerializer, Immutable, Alias("aisre.deploy-target")]
public readonly record struct DeployTarget(
    [property: Id(0)] string? Service, [property: Id(1)] string? Namespace, [property: Id(2)] string? Workload, [property: Id(3)] string? Cluster)
{
    public static DeployTarget Of(AlertSubject subject) =>
        new(ServiceScope.Of(subject), subject.Namespace, Workload: Alerts.Workload.Of(subject), subject.Cluster);

    public static DeployTarget Of(GroupMember incident) => new(incident.Service, incident.Namespace, incident.Workload, incident.Cluster);
}
