using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>Reads the policies as a cluster does: what no policy allows to leave there and to enter here does not pass.</summary>
public class NetworkTests
{
    private static readonly Dictionary<string, string> Silo =
        new() { ["app.kubernetes.io/name"] = "ai-sre", ["app.kubernetes.io/component"] = "silo" };
    private static readonly Dictionary<string, string> Api = new() { ["app.kubernetes.io/name"] = "ai-sre", ["app.kubernetes.io/component"] = "api" };
    private static readonly Dictionary<string, string> Postgres = new() { ["app.kubernetes.io/name"] = "postgresql" };
    private static readonly Dictionary<string, string> Redis = new() { ["app.kubernetes.io/name"] = "redis" };

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Nothing_passes_unless_a_policy_says_so(string folder)
    {
        var deny = Rendered.Of(folder).Named<V1NetworkPolicy>("default-deny").Spec;
        Assert.Null(deny.PodSelector.MatchLabels);
        Assert.Equal(["Egress", "Ingress"], deny.PolicyTypes.Order());
        Assert.Null(deny.Ingress);
        Assert.Null(deny.Egress);
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Silos_reach_each_other_and_APIs_reach_their_gateways_only(string folder)
    {
        Assert.True(Passes(folder, Silo, Silo, 11111));
        Assert.True(Passes(folder, Api, Silo, 30000));
        Assert.False(Passes(folder, Api, Silo, 11111));
        Assert.False(Passes(folder, Silo, Api, 8888));
        Assert.False(Passes(folder, Api, Api, 8888));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Databases_are_left_to_those_who_need_them(string folder)
    {
        Assert.True(Leaves(folder, Silo, Postgres, 5432));
        Assert.True(Leaves(folder, Silo, Redis, 6379));
        Assert.True(Leaves(folder, Api, Redis, 6379));
        Assert.False(Leaves(folder, Api, Postgres, 5432));
    }

    [Fact]
    public void The_databases_of_dev_let_their_clients_in()
    {
        Assert.True(Passes("overlays/dev", Silo, Postgres, 5432));
        Assert.True(Passes("overlays/dev", Silo, Redis, 6379));
        Assert.True(Passes("overlays/dev", Api, Redis, 6379));
        Assert.False(Passes("overlays/dev", Redis, Postgres, 5432));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void From_outside_the_ingress_controller_reaches_the_API_and_monitoring_both_roles(string folder)
    {
        Assert.Equal(["ingress-nginx", "monitoring"], NamespacesThatEnter(folder, Api, 8888));
        Assert.Equal(["monitoring"], NamespacesThatEnter(folder, Silo, 8888));
        Assert.Empty(NamespacesThatEnter(folder, Silo, 30000));
        Assert.Empty(NamespacesThatEnter(folder, Silo, 11111));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Only_silos_reach_the_API_server_and_all_pods_ask_DNS(string folder)
    {
        Assert.Contains(Egress(folder, Silo), rule => rule.To is null && rule.Ports.Any(port => port.Port.Value == "6443"));
        Assert.DoesNotContain(Egress(folder, Api), rule => rule.To is null);
        Assert.All([Silo, Api], role => Assert.Contains(Egress(folder, role),
            rule => rule.Ports.Any(port => (port.Protocol, port.Port.Value) == ("UDP", "53"))));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Silos_reach_the_channels_that_people_are_told_by(string folder) =>
        Assert.All(["443", "465", "587"],
            port => Assert.Contains(Egress(folder, Silo), rule => rule.To is null && rule.Ports.Any(allowed => allowed.Port.Value == port)));

    private static bool Passes(string folder, Dictionary<string, string> from, Dictionary<string, string> to, int port) =>
        Leaves(folder, from, to, port) && Ingress(folder, to).Any(rule => Has(rule.Ports, port) && rule.FromProperty.Any(peer => IsPod(peer, from)));

    private static bool Leaves(string folder, Dictionary<string, string> from, Dictionary<string, string> to, int port) =>
        Egress(folder, from).Any(rule => Has(rule.Ports, port) && (rule.To is null || rule.To.Any(peer => IsPod(peer, to))));

    private static IEnumerable<string> NamespacesThatEnter(string folder, Dictionary<string, string> to, int port) =>
        Ingress(folder, to).Where(rule => Has(rule.Ports, port)).SelectMany(rule => rule.FromProperty)
            .Where(peer => peer.NamespaceSelector is not null).Select(peer => peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"])
            .Order();

    private static IEnumerable<V1NetworkPolicyIngressRule> Ingress(string folder, Dictionary<string, string> pod) =>
        Policies(folder, pod).SelectMany(policy => policy.Ingress ?? []);

    private static IEnumerable<V1NetworkPolicyEgressRule> Egress(string folder, Dictionary<string, string> pod) =>
        Policies(folder, pod).SelectMany(policy => policy.Egress ?? []);

    private static IEnumerable<V1NetworkPolicySpec> Policies(string folder, Dictionary<string, string> pod) =>
        Rendered.Of(folder).All<V1NetworkPolicy>().Select(policy => policy.Spec).Where(policy => Labels.Selects(policy.PodSelector.MatchLabels, pod));

    /// <summary>A pod of our namespace, or of any where the policy says "any".</summary>
    private static bool IsPod(V1NetworkPolicyPeer peer, Dictionary<string, string> labels) =>
        peer.PodSelector is not null && peer.NamespaceSelector?.MatchLabels is null && Labels.Selects(peer.PodSelector.MatchLabels, labels);

    private static bool Has(IList<V1NetworkPolicyPort> ports, int port) => ports.Any(allowed => allowed.Port.Value == $"{port}");
}
