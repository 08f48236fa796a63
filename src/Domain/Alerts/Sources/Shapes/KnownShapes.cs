using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>The shapes of the tools that are known, one file a tool in the folder Known, read when the first body asks for them.</summary>
public static class KnownShapes
{
    private static readonly Lazy<ShapeIndex> Shapes = new(static () => new([.. AlertSource.Tools.SelectMany(tool => Read(tool))]));

    private static readonly Lazy<FrozenDictionary<string, ImmutableArray<SourceShape>>> BySource = new(static () =>
        Shapes.Value.All.GroupBy(shape => shape.Source)
            .ToFrozenDictionary(tool => tool.Key, tool => tool.ToImmutableArray(), StringComparer.Ordinal));

    public static ShapeIndex Index => Shapes.Value;

    public static ImmutableArray<SourceShape> Of(string tool) => BySource.Value.GetValueOrDefault(tool, []);

    /// <summary>The shapes of one tool's file.</summary>
    /// <exception cref="InvalidOperationException">The file is wrong, which a test finds before anybody else does.</exception>
    public static ImmutableArray<SourceShape> Read(string tool)
    {
        var problems = new ReadingContext(null, AllowedTargets.None, []);
        var shapes = InFile(new($"{tool}.yaml", TextOf(tool)), tool, problems);
        return problems.Problems.All is [var first, ..] ? throw new InvalidOperationException(first.ToString()) : shapes;
    }

    private static ImmutableArray<SourceShape> InFile(DefinitionDocument document, string tool, ReadingContext context)
    {
        if (YamlTree.Parse(document, context.Problems.All) is not { } root || Fields.Of(root, document.Name, context, "sources") is not { } file)
            return [];
        if (file.Node("sources") is YamlMap { Entries: [var (name, node)] } && name.Value == tool)
            return new ShapeReader(context).Read(name, node, mustRecognise: true);
        context.Wrong(file.Place, $"{document.Name} has one source, {tool}.");
        return [];
    }

    private static string TextOf(string tool)
    {
        using var stream = typeof(KnownShapes).Assembly.GetManifestResourceStream($"{AlertSource.ShapeResources}{tool}.yaml")
            ?? throw new ArgumentException($"There is no shape of {tool}.", nameof(tool));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
