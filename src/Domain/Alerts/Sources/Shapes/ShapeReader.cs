using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>Reads the shapes of one source from YAML, or says what is wrong with them and where.</summary>
public sealed class ShapeReader(ReadingContext context)
{
    private static readonly string[] Keys =
    [
        "recognise", "ignore", "each", "inside", "title", "text", "identity", "guarantees_identity", "alternate_identity", "account", "state",
        "severity", "cluster", "namespace", "pod", "deployment", "service", "host", "container", "labels", "tags", "links", "starts_at", "ends_at",
        "time", "actor", "tell",
    ];

    /// <summary>A source has one shape, or several in a list; then each but the last says how it is recognised.</summary>
    /// <param name="name">The source.</param>
    /// <param name="node">What is written below it.</param>
    /// <param name="mustRecognise">Each shape needs facts: nobody names the source of a body that comes without a name.</param>
    public ImmutableArray<SourceShape> Read(YamlScalar name, YamlNode node, bool mustRecognise)
    {
        if (node is not YamlList list) return Shape(name.Value, node, mustRecognise) is { } only ? [only] : [];
        if (list.Items.IsEmpty) context.Wrong(list.Place, $"The source '{name.Value}' has no shape.");
        var shapes = ImmutableArray.CreateBuilder<SourceShape>();
        for (var i = 0; i < list.Items.Length; i++)
            if (Shape(name.Value, list.Items[i], mustRecognise || i < list.Items.Length - 1) is { } shape) shapes.Add(shape);
        return shapes.ToImmutable();
    }

    private SourceShape? Shape(string name, YamlNode node, bool mustRecognise)
    {
        var what = $"The source '{name}'";
        if (Fields.Of(node, what, context, Keys) is not { } fields) return null;
        var values = new ShapeValueReader(fields, context);
        if (mustRecognise) fields.Need("recognise", "{has: [$.check_id, $.current_state]}");
        if (!fields.Has("inside")) fields.Need("title", "$.check.name");
        if (fields.Has("guarantees_identity")) fields.Need("identity", "$.check.id");
        var rules = new ShapeRuleReader(fields, context);
        return new()
        {
            Source = name,
            Recognise = fields.Node("recognise") is { } facts ? new ShapeFactReader(context).Facts(facts) : ShapeFacts.None,
            Ignore = fields.Node("ignore") is { } conditions ? new ShapeFactReader(context).Conditions(conditions, "'ignore'") : [],
            Each = values.Path("each"),
            Inside = values.Path("inside"),
            Title = values.Text("title"),
            Text = values.Text("text"),
            Identity = values.Text("identity"),
            GuaranteesIdentity = fields.Has("identity") && fields.Flag("guarantees_identity") is not false,
            AlternateIdentity = values.Text("alternate_identity"),
            Account = values.Text("account"),
            State = rules.State(),
            Severity = rules.Severity(),
            Cluster = values.Text("cluster"),
            Namespace = values.Text("namespace"),
            Pod = values.Text("pod"),
            Deployment = values.Text("deployment"),
            Service = values.Text("service"),
            Host = values.Text("host"),
            Container = values.Text("container"),
            Labels = values.Named("labels", "team: $.owner.name"),
            Tags = values.Text("tags"),
            Links = values.Named("links", "source: $.url"),
            StartsAt = values.Text("starts_at"),
            EndsAt = values.Text("ends_at"),
            Time = values.Text("time"),
            Actor = values.Text("actor"),
            Tell = values.Text("tell"),
        };
    }
}
