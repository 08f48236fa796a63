using System.Collections.Immutable;

namespace AiSre.Domain.Incidents;

/// <summary>The words of <c>correlation_reason</c>, in the order in which the rules are asked (docs/rules/incidents.md).</summary>
public static class CorrelationReason
{
    public const string SameSourceGroup = "same_source_group";
    public const string SameService = "same_service_within_window";
    public const string SameDeploy = "same_deploy_within_window";
    public const string SameWorkload = "same_workload_within_window";
    public const string Dependency = "dependency_within_window";
    public const string SameNode = "same_node_within_window";
    public const string NamespaceBurst = "namespace_burst";

    public static readonly ImmutableArray<string> All =
        [SameSourceGroup, SameService, SameDeploy, SameWorkload, Dependency, SameNode, NamespaceBurst];
}
