using AiSre.Api.Settings;
using AiSre.Silo;
using AiSre.Silo.Commands;
using AiSre.TestHost;
using Microsoft.Extensions.Configuration;

namespace AiSre.Api.Tests.Settings;

public sealed class ClustersAtStartTests : IDisposable
{
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        current-context: here
        clusters: [{name: c, cluster: {server: "https://example.invalid"}}]
        contexts: [{name: here, context: {cluster: c, user: u}}]
        users: [{name: u, user: {token: t}}]
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_a_file_and_a_setting_there_is_no_cluster() => Assert.Empty(Read().All);

    [Fact]
    public void A_kubeconfig_is_the_cluster_default()
    {
        var path = folder.Write("kubeconfig", Kubeconfig);

        var clusters = Read($"{path}#here");

        Assert.Equal("default", clusters.DefaultOf("default"));
        Assert.Equal((path, "here"), (Assert.Single(clusters.All).Kubeconfig, clusters.All[0].Context));
    }

    [Theory]
    [InlineData("missing", "AI_SRE_KUBECONFIG is 'missing', and there is no such file"), InlineData("#there", "it has no context 'there'")]
    public void A_kubeconfig_that_cannot_be_used_stops_the_start(string setting, string message)
    {
        var path = folder.Write("kubeconfig", Kubeconfig);

        var exception = Assert.Throws<SettingException>(() => Read(setting[0] is '#' ? path + setting : setting));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_file_stops_the_start_with_its_place()
    {
        folder.Write("clusters.yaml", "clusters:\n  prod: {kubeconfg: x}\n");

        var exception = Assert.Throws<SettingException>(() => Read());

        Assert.Contains("clusters.yaml:2:10: The cluster 'prod' has no key 'kubeconfg'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_config_says_what_each_workspace_has_of_which_cluster()
    {
        folder.Write("kubeconfig", Kubeconfig);
        folder.Write("clusters.yaml", """
            clusters:
              east: {kubeconfig: kubeconfig, workspaces: {acme: ["acme-*", shop], default: ["*"]}}
              west: {kubeconfig: kubeconfig}
            """);
        using var output = new StringWriter();

        Assert.Equal(0, CheckConfig.Command(output, static _ => null).Parse([folder.Path]).Invoke());

        Assert.Contains("of acme: east acme-* shop (default)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("of default: east *, west *", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_a_setting_do_not_both_say_which_cluster_it_is()
    {
        folder.Write("clusters.yaml", "clusters: {prod: {kubeconfig: kubeconfig}}");
        var path = folder.Write("kubeconfig", Kubeconfig);

        Assert.Contains("AI_SRE_KUBECONFIG is set", Assert.Throws<SettingException>(() => Read(path)).Message, StringComparison.Ordinal);
        Assert.Equal("prod", Read().DefaultOf("default"));
    }

    private Domain.Definitions.Clusters.ClusterDefinitions Read(string? kubeconfig = null) => ClustersFile.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["AI_SRE_CONFIG_DIR"] = folder.Path, ["AI_SRE_KUBECONFIG"] = kubeconfig }).Build());
}
