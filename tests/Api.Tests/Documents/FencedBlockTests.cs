using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Incidents;
using AiSre.Integrations;
using AiSre.Silo;
using AiSre.TestHost;
using YamlDotNet.RepresentationModel;

namespace AiSre.Api.Tests.Documents;

/// <summary>What pages show in fenced blocks can be used as it stands there.</summary>
public sealed class FencedBlockTests
{
    private static readonly string[] Languages = ["bash", "sh", "yaml", "json", "text", "mermaid", "ini", "python", "csharp", "nginx", "caddyfile"];
    private static readonly string[] Diagrams = ["sequenceDiagram", "stateDiagram-v2", "flowchart", "gantt"];

    /// <summary>Files of other products, which begin with these words.</summary>
    private static readonly string[] Foreign = ["receivers", "global", "rules", "rule_files", "scrape_configs", "version", "apiVersion"];

    private static readonly ClustersSurroundings Machine = new(static _ => "x", "/", static (_, _) => null, IsInCluster: true);

    private static readonly DefinitionsReader Reader = new(DefinitionSections.Of(Channels.Types));

    private static IEnumerable<FencedBlock> Blocks => MarkdownPage.OfToday.SelectMany(page => page.Blocks);

    [Fact]
    public void Every_block_says_in_which_language_it_is() =>
        Findings.None(Blocks.Where(block => !Languages.Contains(block.Language)).Select(block => $"{block}: '{block.Language}'"));

    [Fact]
    public void No_line_of_backticks_is_left_over() => Findings.None(
        MarkdownPage.All.Where(page => page.Prose.Contains("```", StringComparison.Ordinal)).Select(page => page.Name));

    [Fact]
    public void JSON_is_JSON() => Assert.All(Blocks.Where(block => block.Language is "json"), block => JsonElement.Parse(block.Text));

    [Fact]
    public void Diagrams_are_of_a_kind_that_GitHub_draws() => Assert.All(Blocks.Where(block => block.Language is "mermaid"), block =>
    {
        Assert.Contains(block.Text.Split([' ', '\n'], 2)[0], Diagrams);
        // To the drawing program it ends a statement, and what comes after it is none.
        Assert.DoesNotContain(';', block.Text);
    });

    [Fact]
    public void YAML_passes_the_check_of_whoever_reads_it()
    {
        Findings.None(
            from block in Blocks
            where block.Language is "yaml"
            from problem in Problems(block)
            select $"{block}: {problem}");
    }

    private static IEnumerable<string> Problems(FencedBlock block)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(block.Text));
        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var first = $"{root.Children[0].Key}";
        if (Foreign.Contains(first)) return [];
        if (first is "clusters") return Messages(ClustersReader.Read(new("clusters.yaml", block.Text), Machine).Problems);
        if (first is "services")
        {
            using var folder = new TempFolder();
            folder.Write("topology.yaml", block.Text);
            Assert.NotEqual(Topology.Empty, TopologyFile.Read(folder.Path));
            return [];
        }
        var name = first switch
        {
            "id" => root.Children.Any(entry => $"{entry.Value}" == "runbook") ? "runbooks/a.yaml" : "workflows/a.yaml",
            "policies" when root.Children[0].Value is YamlSequenceNode => "policies/a.yaml",
            _ => "a.yaml",
        };
        return Messages(Reader.ReadFiles([new(name, block.Text), Around(root)], static _ => "x").Problems);
    }

    private static IEnumerable<string> Messages(ImmutableArray<DefinitionProblem> problems) =>
        problems.Select(problem => $"{problem.Line}:{problem.Column}: {problem.Message}");

    /// <summary>A block may show a part of a whole: the channels and people that it names are elsewhere.</summary>
    private static DefinitionDocument Around(YamlMappingNode shown) => new("around.yaml", shown.Children.ContainsKey("channels") ? "" : """
        channels:
          slack: {webhook_url: "https://hooks.slack.com/services/x"}
          teams: {url: "https://x.logic.azure.com/x"}
          pagerduty: {routing_key: 0123456789abcdef0123456789abcdef}
          email: {host: smtp.example.com, from: ai-sre@example.com}
        """);
}
