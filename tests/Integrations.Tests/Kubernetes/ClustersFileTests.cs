using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Integrations.Kubernetes;
using AiSre.TestHost;

namespace AiSre.Integrations.Tests.Kubernetes;

public sealed class ClustersFileTests
{
    [Fact]
    public void Several_clusters_are_named_with_what_else_says_something_of_them()
    {
        using var folder = new TempFolder();
        Kubeconfig(folder, "eu.yaml", "admin");

        var (clusters, problems) = Read(folder, """
            clusters:
              prod-eu:
                kubeconfig: eu.yaml
                context: admin
                prometheus: {url: http://prometheus.monitoring:9090}
                loki: {url: http://loki:3100, tenant: shop, token: "${LOKI_TOKEN}"}
                datadog: {site: datadoghq.eu, api_key: "${DD}", app_key: "${DD}"}
                default: true
              prod-us: {in_cluster: true}
            """, inCluster: true, ("LOKI_TOKEN", "secret"), ("DD", "key"));

        Assert.Empty(problems);
        Assert.Equal("prod-eu", clusters!.DefaultOf("default"));
        var eu = clusters.All[0];
        Assert.Equal((Path.Combine(folder.Path, "eu.yaml"), "admin"), (eu.Kubeconfig, eu.Context));
        Assert.Equal(("shop", "secret"), (eu.Loki!.Tenant, eu.Loki.Token));
        Assert.Equal(new DatadogSource("datadoghq.eu", "key", "key"), eu.Datadog);
        Assert.True(clusters.All[1].IsInCluster);
    }

    [Theory]
    [InlineData("clusters: {a: {kubeconfig: missing.yaml}}", "1:28", "there is no such file")]
    [InlineData("clusters: {a: {kubeconfig: here.yaml, context: other}}", "1:28", "it has no context 'other'")]
    [InlineData("clusters: {a: {kubeconfig: broken.yaml}}", "1:28", "cannot be read")]
    [InlineData("clusters: {a: {kube: here.yaml}}", "1:16", "no key 'kube'")]
    [InlineData("cluster: {a: {}}", "1:1", "did you mean 'clusters'")]
    [InlineData("clusters: {a: {context: x}}", "1:25", "none is named")]
    [InlineData("clusters: {a: {in_cluster: true}}", "1:28", "does not run in a pod")]
    [InlineData("clusters: {a: {kubeconfig: here.yaml, in_cluster: true}}", "1:51", "not both")]
    [InlineData("clusters: {a: {default: true}, b: {default: true}}", "1:45", "'a' is the default already")]
    [InlineData("clusters: {a: {}, A: {}}", "1:19", "two clusters 'A'")]
    [InlineData("clusters: {a: {prometheus: {url: prometheus}}}", "1:34", "no address")]
    [InlineData("clusters: {a: {loki: {url: http://loki, token: \"${NOT_SET}\"}}}", "1:48", "NOT_SET, which is not set")]
    [InlineData("clusters: {a: {elastic: {url: http://es, tenant: x}}}", "1:42", "no key 'tenant'")]
    [InlineData("clusters: [a]", "1:11", "a list")]
    [InlineData("clusters: {a: {workspaces: [acme]}}", "1:28", "such as {acme: [\"acme-*\"]")]
    [InlineData("clusters: {a: {workspaces: {}}}", "1:28", "a set of workspaces")]
    [InlineData("clusters: {a: {workspaces: {\"ac me\": [\"*\"]}}}", "1:29", "no workspace")]
    [InlineData("clusters: {a: {workspaces: {acme: \"*\"}}}", "1:35", "a list of namespaces")]
    [InlineData("clusters: {a: {workspaces: {acme: []}}}", "1:35", "a list of namespaces")]
    [InlineData("clusters: {a: {workspaces: {acme: [\"*\", Shop]}}}", "1:41", "'Shop' matches no namespace")]
    public void What_is_wrong_is_said_with_its_place(string text, string place, string message)
    {
        using var folder = new TempFolder();
        Kubeconfig(folder, "here.yaml", "stub");
        File.WriteAllText(Path.Combine(folder.Path, "broken.yaml"), "clusters: {");

        var (clusters, problems) = Read(folder, text, inCluster: false);

        Assert.Null(clusters);
        var problem = Assert.Single(problems);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith(Invariant($"clusters.yaml:{place}"), problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_cluster_is_the_default_one_unless_it_says_no()
    {
        using var folder = new TempFolder();
        Assert.Equal("a", Read(folder, "clusters: {a: {}}", false).Clusters!.DefaultOf("default"));
        Assert.Null(Read(folder, "clusters: {a: {default: false}}", false).Clusters!.DefaultOf("default"));
        Assert.Null(Read(folder, "clusters: {a: {}, b: {}}", false).Clusters!.DefaultOf("default"));
        Assert.Empty(Read(folder, "# none yet", false).Clusters!.All);
    }

    [Fact]
    public void An_alert_is_of_the_cluster_that_it_names_of_the_default_one_or_of_none()
    {
        using var clusters = new Clusters(
            [new("Prod-EU", "eu.yaml", null), new("prod-us", "us.yaml", null)],
            new([new() { Name = "Prod-EU" }, new() { Name = "prod-us", IsDefault = true }]), new(), TimeProvider.System);
        var own = clusters.Of("default");

        Assert.Equal("Prod-EU", own.Resolve(" prod-eu "));
        Assert.Equal("prod-us", own.Resolve(null));
        Assert.Equal("prod-us", own.Resolve(" "));
        Assert.Null(own.Resolve("prod-asia"));
        Assert.Equal("unknown cluster 'prod-asia'; configured are Prod-EU, prod-us", own.Missing("prod-asia", "shop"));
    }

    [Fact]
    public void A_cluster_says_whose_its_namespaces_are_and_another_workspace_does_not_know_of_it()
    {
        using var folder = new TempFolder();
        var clusters = Read(folder, """
            clusters:
              shared: {workspaces: {acme: ["acme-*"], default: ["*"]}, default: true}
              acme-own: {workspaces: {acme: ["*"]}}
              ours: {}
            """, false).Clusters!;

        Assert.Equal(["shared", "acme-own"], clusters.Of("acme").Select(cluster => cluster.Name));
        Assert.Equal(["shared", "ours"], clusters.Of("default").Select(cluster => cluster.Name));
        Assert.Empty(clusters.Of("rival"));
        Assert.Equal(("shared", null), (clusters.DefaultOf("acme"), clusters.DefaultOf("rival")));
        var shared = clusters.All[0].Shares;
        Assert.Equal(("acme", "default"), (shared.OwnerOf("acme-web"), shared.OwnerOf("kube-system")));
        Assert.False(shared.Has("default", "acme-web"));
    }

    [Fact]
    public void Each_workspace_has_a_default_cluster_of_its_own()
    {
        using var folder = new TempFolder();
        const string two = "clusters: {a: {default: true}, b: {default: true, workspaces: {acme: [\"*\"]}}, c: {workspaces: {zoo: [\"*\"]}}}";
        var clusters = Read(folder, two, false).Clusters!;
        Assert.Equal(("a", "b", "c"), (clusters.DefaultOf("default"), clusters.DefaultOf("acme"), clusters.DefaultOf("zoo")));
    }

    private static (ClusterDefinitions? Clusters, IReadOnlyList<DefinitionProblem> Problems) Read(
        TempFolder folder, string text, bool inCluster, params (string Name, string Value)[] environment)
    {
        var (clusters, problems) = ClustersReader.Read(new("clusters.yaml", text), new(
            name => environment.FirstOrDefault(one => one.Name == name).Value, folder.Path, ClusterAccess.Problem, inCluster));
        return (clusters, problems);
    }

    private static void Kubeconfig(TempFolder folder, string name, string context) => File.WriteAllText(Path.Combine(folder.Path, name), $$"""
        apiVersion: v1
        kind: Config
        current-context: {{context}}
        clusters:
        - name: c
          cluster: {server: "https://example.invalid"}
        contexts:
        - name: {{context}}
          context: {cluster: c, user: u}
        users:
        - name: u
          user: {token: t}
        """);
}
