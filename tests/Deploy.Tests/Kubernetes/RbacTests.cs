using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

public class RbacTests
{
    private static readonly string[] Reads = ["/pods", "/pods/log", "/events", "/nodes", "/namespaces", "/services", "/resourcequotas",
        "/persistentvolumeclaims", "apps/deployments", "apps/replicasets", "apps/statefulsets", "apps/daemonsets", "batch/jobs",
        "policy/poddisruptionbudgets", "autoscaling/horizontalpodautoscalers", "discovery.k8s.io/endpointslices", "networking.k8s.io/ingresses",
        "networking.k8s.io/networkpolicies", "admissionregistration.k8s.io/validatingwebhookconfigurations",
        "admissionregistration.k8s.io/mutatingwebhookconfigurations"];

    private static readonly string[] ReadForDiagnosis = ["/endpoints", "/configmaps", "/serviceaccounts", "/persistentvolumes",
        "batch/cronjobs", "storage.k8s.io/storageclasses", "storage.k8s.io/volumeattachments", "networking.k8s.io/ingressclasses",
        "coordination.k8s.io/leases", "rbac.authorization.k8s.io/roles", "rbac.authorization.k8s.io/rolebindings",
        "rbac.authorization.k8s.io/clusterroles", "apiregistration.k8s.io/apiservices", "gateway.networking.k8s.io/gatewayclasses",
        "gateway.networking.k8s.io/gateways", "gateway.networking.k8s.io/httproutes", "keda.sh/scaledobjects",
        "cert-manager.io/certificates", "security.istio.io/authorizationpolicies", "security.istio.io/peerauthentications"];

    /// <summary>Each right comes with what it is for: reading in both overlays, acting where somebody asks for it.</summary>
    [Theory]
    [InlineData("base", false, false)]
    [InlineData("overlays/dev", true, false)]
    [InlineData("overlays/prod", true, false)]
    [InlineData(Rendered.Everything, true, true)]
    public void A_silo_may_read_what_a_diagnosis_needs_and_act_where_that_was_asked_for(string folder, bool reads, bool acts)
    {
        var rendered = Rendered.Of(folder);
        var reading = Reads.SelectMany(resource => new[] { "get", "list", "watch" }.Select(verb => $"{verb} {resource}"))
            .Concat(ReadForDiagnosis.SelectMany(resource => new[] { "get", "list" }.Select(verb => $"{verb} {resource}")));
        var expected = (reads ? reading : []).Concat(acts ? ["create /pods/eviction", "patch apps/deployments/scale"] : []);

        Assert.Equal(expected.Order(StringComparer.Ordinal), Granted(rendered, "ai-sre-silo").Order(StringComparer.Ordinal));
        Assert.Equal(reads, rendered.Named<V1Deployment>("ai-sre-silo").Spec.Template.Spec.AutomountServiceAccountToken);
        Assert.Empty(rendered.All<V1Role>());
        Assert.Empty(rendered.All<V1RoleBinding>());
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Only_silos_get_a_token(string folder)
    {
        var rendered = Rendered.Of(folder);
        Assert.Empty(Granted(rendered, "ai-sre-api"));
        Assert.All(rendered.All<V1ServiceAccount>(), account => Assert.False(account.AutomountServiceAccountToken));
        Assert.All(rendered.Workloads().Where(workload => workload.Name != "ai-sre-silo"),
            workload => Assert.False(workload.Template.Spec.AutomountServiceAccountToken));
    }

    private static IEnumerable<string> Granted(Rendered rendered, string account)
    {
        var home = Assert.Single(rendered.All<V1Namespace>()).Metadata.Name;
        return
            from binding in rendered.All<V1ClusterRoleBinding>()
            where binding.Subjects.Any(subject => (subject.Kind, subject.Name, subject.NamespaceProperty) == ("ServiceAccount", account, home))
            from rule in rendered.Named<V1ClusterRole>(binding.RoleRef.Name).Rules
            from api in rule.ApiGroups
            from resource in rule.Resources
            from verb in rule.Verbs
            select $"{verb} {api}/{resource}";
    }
}
