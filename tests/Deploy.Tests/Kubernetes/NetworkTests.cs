using System.Text.RegularExpressions;
using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

/// <summary>Reads the policies as a cluster does: what no policy allows to leave there and to enter here does not pass.</summary>
public partial class NetworkTests
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
    public void Silos_that_may_read_the_cluster_reach_the_API_server_and_all_pods_ask_DNS(string folder)
    {
        Assert.Equal(folder is not "base", Egress(folder, Silo).Any(rule => rule.To is null && Has(rule.Ports, 6443)));
        Assert.DoesNotContain(Egress(folder, Api), rule => rule.To is null);
        Assert.All([Silo, Api], role => Assert.Contains(Egress(folder, role),
            rule => rule.Ports.Any(port => (port.Protocol, port.Port.Value) == ("UDP", "53"))));
    }

    [Theory]
    [MemberData(nameof(Rendered.Folders), MemberType = typeof(Rendered))]
    public void Silos_reach_the_channels_that_people_are_told_by_on_every_port_that_a_definition_may_name(string folder)
    {
        var ports = MailPorts().Match(Repository.Read("docs", "definitions.md")).Groups[1].Value.Replace(" and ", ", ", StringComparison.Ordinal)
            .Split(", ").Select(port => int.Parse(port, null)).ToList();
        Assert.Equal(4, ports.Count);
        Assert.All([443, .. ports], port => Assert.Contains(Egress(folder, Silo), rule => rule.To is null && Has(rule.Ports, port)));
    }

    [Fact]
    public void Databases_outside_are_reached_where_network_env_says_by_those_who_need_them()
    {
        using var copy = new ProdCopy();
        copy.Edit("network.env", text => text.Replace("POSTGRES_CIDR=10.0.0.0/8", "POSTGRES_CIDR=192.0.2.7/32", StringComparison.Ordinal)
            .Replace("POSTGRES_PORT=5432", "POSTGRES_PORT=6543", StringComparison.Ordinal)
            .Replace("REDIS_CIDR=10.0.0.0/8", "REDIS_CIDR=192.0.2.8/32", StringComparison.Ordinal)
            .Replace("REDIS_PORT=6379", "REDIS_PORT=6380", StringComparison.Ordinal));
        var rendered = copy.Render();
        Assert.Equal(["192.0.2.7/32:6543", "192.0.2.8/32:6380"], Outside(rendered, Silo));
        Assert.Equal(["192.0.2.8/32:6380"], Outside(rendered, Api));
    }

    [Fact]
    public void Ingress_controller_and_monitoring_are_where_network_env_says()
    {
        using var copy = new ProdCopy();
        copy.Edit("network.env", text => text.Replace("=ingress-nginx", "=edge", StringComparison.Ordinal)
            .Replace("=monitoring", "=observability", StringComparison.Ordinal));
        var rendered = copy.Render();
        Assert.Equal(["edge", "observability"], NamespacesThatEnter(rendered, Api, 8888));
        Assert.Equal(["observability"], NamespacesThatEnter(rendered, Silo, 8888));
        Assert.DoesNotContain("metadata.name: monitoring", rendered.Text, StringComparison.Ordinal);
    }

    /// <summary>Address ranges, each with its port, that a role is let out to.</summary>
    internal static IEnumerable<string> Outside(Rendered rendered, bool silo) => Outside(rendered, silo ? Silo : Api);

    private static IEnumerable<string> Outside(Rendered rendered, Dictionary<string, string> role) =>
        from policy in Policies(rendered, role)
        from rule in policy.Egress ?? []
        from peer in rule.To ?? []
        where peer.IpBlock is not null
        from port in rule.Ports
        orderby peer.IpBlock.Cidr
        select $"{peer.IpBlock.Cidr}:{port.Port.Value}";

    private static bool Passes(string folder, Dictionary<string, string> from, Dictionary<string, string> to, int port) =>
        Leaves(folder, from, to, port) && Ingress(folder, to).Any(rule => Has(rule.Ports, port) && rule.FromProperty.Any(peer => IsPod(peer, from)));

    private static bool Leaves(string folder, Dictionary<string, string> from, Dictionary<string, string> to, int port) =>
        Egress(folder, from).Any(rule => Has(rule.Ports, port) && (rule.To is null || rule.To.Any(peer => IsPod(peer, to))));

    private static IEnumerable<string> NamespacesThatEnter(string folder, Dictionary<string, string> to, int port) =>
        NamespacesThatEnter(Rendered.Of(folder), to, port);

    private static IEnumerable<string> NamespacesThatEnter(Rendered rendered, Dictionary<string, string> to, int port) =>
        Policies(rendered, to).SelectMany(policy => policy.Ingress ?? []).Where(rule => Has(rule.Ports, port)).SelectMany(rule => rule.FromProperty)
            .Where(peer => peer.NamespaceSelector is not null).Select(peer => peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"])
            .Order();

    private static IEnumerable<V1NetworkPolicyIngressRule> Ingress(string folder, Dictionary<string, string> pod) =>
        Policies(Rendered.Of(folder), pod).SelectMany(policy => policy.Ingress ?? []);

    private static IEnumerable<V1NetworkPolicyEgressRule> Egress(string folder, Dictionary<string, string> pod) =>
        Policies(Rendered.Of(folder), pod).SelectMany(policy => policy.Egress ?? []);

    private static IEnumerable<V1NetworkPolicySpec> Policies(Rendered rendered, Dictionary<string, string> pod) =>
        rendered.All<V1NetworkPolicy>().Select(policy => policy.Spec).Where(policy => Labels.Selects(policy.PodSelector.MatchLabels, pod));

    /// <summary>A pod of our namespace, or of any where the policy says "any".</summary>
    private static bool IsPod(V1NetworkPolicyPeer peer, Dictionary<string, string> labels) =>
        peer.PodSelector is not null && peer.NamespaceSelector?.MatchLabels is null && Labels.Selects(peer.PodSelector.MatchLabels, labels);

    [GeneratedRegex(@"\| mail servers \|.*? ports ([\d, and]+\d)")]
    private static partial Regex MailPorts();

    private static bool Has(IList<V1NetworkPolicyPort> ports, int port) => ports.Any(allowed => allowed.Port.Value == $"{port}");
}
