using System.Collections.Immutable;
using AiSre.Domain.Alerts.Sources.Shapes;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Deploys.Shapes;

/// <summary>Reads the shapes of one tool's deploys from YAML, or says what is wrong with them and where.</summary>
internal sealed class DeployShapeReader(ReadingContext context)
{
    private static readonly string[] Keys =
    [
        "recognise", "run", "revision", "service", "namespace", "environment", "image", "actor", "commit_sha", "version", "cluster", "workload",
        "url", "time", "finished", "status", "tell",
    ];

    public ImmutableArray<DeployShape> Read(string tool, string text)
    {
        var document = new DefinitionDocument($"{tool}.yaml", text);
        if (YamlTree.Parse(document, context.Problems.All) is not { } root
            || Fields.Of(root, document.Name, context, "deploys") is not { } file || file.Node("deploys") is not { } deploys
            || Fields.Of(deploys, "'deploys'", context, tool) is not { } named) return [];
        return [.. named.Items(tool).Select(item => Shape(tool, item)).OfType<DeployShape>()];
    }

    private DeployShape? Shape(string tool, YamlNode node)
    {
        if (Fields.Of(node, $"The deploy of '{tool}'", context, Keys) is not { } fields) return null;
        fields.Need("recognise", "{has: [$.deployment.id, $.repository.full_name]}");
        fields.Need("status", "{from: $.state, words: {success: succeeded}}");
        var values = new ShapeValueReader(fields, context);
        return new()
        {
            Tool = tool,
            Recognise = fields.Node("recognise") is { } facts ? new ShapeFactReader(context).Facts(facts) : ShapeFacts.None,
            Run = values.Text("run"),
            Revision = values.Text("revision"),
            Service = values.Text("service"),
            Namespace = values.Text("namespace"),
            Environment = values.Text("environment"),
            Image = values.Text("image"),
            Actor = values.Text("actor"),
            CommitSha = values.Text("commit_sha"),
            Version = values.Text("version"),
            Cluster = values.Text("cluster"),
            Workload = values.Text("workload"),
            Url = values.Text("url"),
            Time = values.Text("time"),
            Finished = values.Text("finished"),
            Status = new ShapeRuleReader(fields, context).Rules(
                "status", DeployStatusRule.Names, (from, words, always, _) => new DeployStatusRule(from, words, always)),
            Tell = fields.Text("tell", maxLength: 300),
        };
    }
}
