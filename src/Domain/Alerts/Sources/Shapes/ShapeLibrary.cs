using System.Collections.Frozen;
using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Alerts.Sources.Shapes;

/// <summary>A file of shapes that is wrong, and what is wrong with it.</summary>
public sealed record UnreadableShape(string Tool, string Problem);

/// <summary>
/// The files of tools, each read when it is asked for. One that is wrong costs its own tool its shapes, and never a body of another tool: it is left
/// out and named in <see cref="Unreadable"/>.
/// </summary>
/// <param name="tools">A file each.</param>
/// <param name="textOf">The text of a tool's file.</param>
public sealed class ShapeLibrary(ImmutableArray<string> tools, Func<string, string> textOf)
{
    private readonly FrozenDictionary<string, Lazy<ToolFile>> files = tools.ToFrozenDictionary(
        tool => tool, tool => new Lazy<ToolFile>(() => ToolFile.Read(tool, textOf)), StringComparer.Ordinal);

    private ShapeIndex? index;

    public ShapeIndex Index => index ??= new([.. tools.SelectMany(tool => Of(tool))]);

    public ImmutableArray<UnreadableShape> Unreadable => [.. tools.Select(tool => files[tool].Value.Unreadable).OfType<UnreadableShape>()];

    public ImmutableArray<SourceShape> Of(string tool) => files.TryGetValue(tool, out var file) ? file.Value.Shapes : [];

    public bool GuaranteesIdentity(string tool) => files.TryGetValue(tool, out var file) && file.Value.GuaranteesIdentity;

    private sealed record ToolFile(ImmutableArray<SourceShape> Shapes, UnreadableShape? Unreadable)
    {
        public bool GuaranteesIdentity { get; } =
            Shapes.Any(shape => shape.GuaranteesIdentity) && Shapes.All(shape => shape.GuaranteesIdentity || shape.Identity is null);

        public static ToolFile Read(string tool, Func<string, string> textOf)
        {
            try
            {
                var context = new ReadingContext(null, AllowedTargets.None, []);
                var shapes = InFile(new($"{tool}.yaml", textOf(tool)), tool, context);
                if (context.Problems.All is [var first, ..]) return Wrong(tool, first.ToString());
                return shapes.IsEmpty ? Wrong(tool, $"{tool}.yaml is empty.") : new(shapes, null);
            }
            catch (Exception exception)
            {
                // Whatever is wrong with one file must not come out of the body of another tool.
                return Wrong(tool, exception.Message);
            }
        }

        private static ToolFile Wrong(string tool, string problem) => new([], new(tool, problem));

        private static ImmutableArray<SourceShape> InFile(DefinitionDocument document, string tool, ReadingContext context)
        {
            if (YamlTree.Parse(document, context.Problems.All) is not { } root || Fields.Of(root, document.Name, context, "sources") is not { } file)
                return [];
            if (file.Node("sources") is YamlMap { Entries: [var (name, node)] } && name.Value == tool)
                return new ShapeReader(context).Read(name, node, mustRecognise: true);
            context.Wrong(file.Place, $"{document.Name} has one source, {tool}.");
            return [];
        }
    }
}
