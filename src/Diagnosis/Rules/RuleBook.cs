using System.Collections.Immutable;

namespace AiSre.Diagnosis.Rules;

/// <summary>All rules, family by family.</summary>
public static class RuleBook
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. AdmissionRules.All,
        .. SchedulingRules.All,
        .. StorageRules.All,
        .. ImageRules.All,
        .. ConfigRules.All,
        .. StartupRules.All,
        .. ProbeRules.All,
        .. RuntimeRules.All,
        .. DatabaseRules.All,
        .. WorkloadRules.All,
        .. ScalingRules.All,
        .. JobRules.All,
        .. ServiceRoutingRules.All,
        .. ClientAddressRules.All,
        .. MisrouteRules.All,
        .. TrafficPolicyRules.All,
        .. MeshRules.All,
        .. DnsRules.All,
        .. IngressRules.All,
        .. GatewayRules.All,
        .. DependencyRules.All,
        .. AutoscalingRules.All,
        .. PerformanceRules.All,
        .. NodeRules.All,
        .. ControlPlaneRules.All,
        .. CertificateRules.All,
        .. ChangeRules.All,
    ];
}
