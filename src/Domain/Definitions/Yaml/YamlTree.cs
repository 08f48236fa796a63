using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre.Domain.Definitions.Yaml;

/// <summary>
/// Reads documents of a YAML text into nodes with places. What YAML has and definitions do not need is refused, so that no text costs more than
/// its size: tags, more than 50 anchors and aliases, what aliases would make huge or endless, keys that are no names or come twice.
/// </summary>
internal sealed class YamlTree
{
    public const int MaxBytes = 256 * 1024;
    private const int MaxAnchorsAndAliases = 50;
    private const int MaxDepth = 20;
    private const int MaxNodes = 50_000;

    private readonly Dictionary<string, YamlNode> anchored = [];
    private readonly string file;
    private readonly List<DefinitionProblem> problems;
    private readonly Parser parser;
    private int anchorsAndAliases;
    private int size;

    private YamlTree(DefinitionDocument document, List<DefinitionProblem> problems)
    {
        (file, this.problems) = (document.Name, problems);
        parser = new Parser(new StringReader(document.Text));
    }

    /// <returns>Null for an empty document and for one that cannot be read, which is then among the problems.</returns>
    public static YamlNode? Parse(DefinitionDocument document, List<DefinitionProblem> problems) =>
        Parse(document, problems, tree => tree.Document());

    /// <summary>All documents of a stream, as Kubernetes has them: with '---' between.</summary>
    public static ImmutableArray<YamlNode> ParseAll(DefinitionDocument document, List<DefinitionProblem> problems) =>
        Parse<ImmutableArray<YamlNode>?>(document, problems, tree => tree.Documents()) ?? [];

    private static T? Parse<T>(DefinitionDocument document, List<DefinitionProblem> problems, Func<YamlTree, T?> read)
    {
        if (Encoding.UTF8.GetByteCount(document.Text) > MaxBytes)
        {
            problems.Add(new(document.Name, 1, 1, $"The text is longer than {MaxBytes / 1024} KB; split it into several files."));
            return default;
        }
        try
        {
            return read(new(document, problems));
        }
        catch (YamlException exception)
        {
            problems.Add(
                new(document.Name, Whole(exception.Start.Line), Whole(exception.Start.Column),
                    $"This is not YAML: {exception.Message.TrimEnd('.')}."));
        }
        catch (UnreadableException exception)
        {
            problems.Add(exception.Place.Problem(exception.Message));
        }
        catch (Exception exception) when (
            exception is ArgumentException or InvalidOperationException or OverflowException or FormatException or IndexOutOfRangeException)
        {
            // The scanner fails in other ways than its own on some garbage.
            problems.Add(new(document.Name, 1, 1, "This is not YAML."));
        }
        return default;
    }

    private ImmutableArray<YamlNode>? Documents()
    {
        var documents = ImmutableArray.CreateBuilder<YamlNode>();
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            if (Node(0) is var root and not YamlScalar { IsNull: true }) documents.Add(root);
            parser.Consume<DocumentEnd>();
            anchored.Clear();
        }
        return documents.ToImmutable();
    }

    private YamlNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _)) return null;
        parser.Consume<DocumentStart>();
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            throw new UnreadableException(At(second), "A file holds one document; remove the '---' or use two files.");
        return root is YamlScalar { IsNull: true } ? null : root;
    }

    private YamlNode Node(int depth)
    {
        var start = parser.Consume<ParsingEvent>();
        var place = At(start);
        if (start is AnchorAlias alias) return Aliased(alias, place);
        if (start is not NodeEvent node) throw new UnreadableException(place, "A value is expected here.");
        if (!node.Tag.IsEmpty) throw new UnreadableException(place, "Tags (!name) are not allowed; write the value without.");
        if (depth > MaxDepth) throw new UnreadableException(place, $"This is nested more than {MaxDepth} levels deep.");
        YamlNode read = node switch
        {
            Scalar scalar when !IsText(scalar.Value) => throw new UnreadableException(place, "This is no text: it has half of a character."),
            Scalar scalar => new YamlScalar(place, scalar.Value, scalar.Style is ScalarStyle.Plain),
            SequenceStart => List(place, depth),
            _ => Map(place, depth),
        };
        Count(1, place);
        if (!node.Anchor.IsEmpty)
        {
            CountAnchor(place);
            // Only now: an alias inside of what it names would have no end.
            anchored[node.Anchor.Value] = read;
        }
        return read;
    }

    private YamlNode Aliased(AnchorAlias alias, TextPlace place)
    {
        CountAnchor(place);
        if (!anchored.TryGetValue(alias.Value.Value, out var node))
            throw new UnreadableException(place, $"There is no anchor '&{alias.Value.Value}' before this alias.");
        Count(node.Size, place);
        return node;
    }

    private YamlList List(TextPlace place, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(depth + 1));
        return new(place, 1 + items.Sum(item => item.Size), items.ToImmutable());
    }

    private YamlMap Map(TextPlace place, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<YamlScalar, YamlNode>>();
        var seen = new Dictionary<string, TextPlace>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var named = Node(depth + 1);
            var value = Node(depth + 1);
            if (named is not YamlScalar key)
            {
                problems.Add(named.Place.Problem($"A key is a name; this is {named.Kind}."));
                continue;
            }
            if (seen.TryGetValue(key.Value, out var first))
            {
                problems.Add(key.Place.Problem($"The key '{Spelling.Shown(key.Value)}' is here already, in line {first.Line}."));
                continue;
            }
            seen[key.Value] = key.Place;
            entries.Add(new(key, value));
        }
        return new(place, 1 + entries.Sum(entry => 1 + entry.Value.Size), entries.ToImmutable());
    }

    private void CountAnchor(TextPlace place)
    {
        if (++anchorsAndAliases > MaxAnchorsAndAliases)
            throw new UnreadableException(place, $"There are more than {MaxAnchorsAndAliases} anchors and aliases.");
    }

    private void Count(int nodes, TextPlace place)
    {
        size += nodes;
        if (size > MaxNodes) throw new UnreadableException(place, $"There are more than {MaxNodes} values, those counted that aliases repeat.");
    }

    /// <summary>Whoever writes it must be able to: surrogates come in pairs.</summary>
    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[++i])) return false;
        }
        return true;
    }

    private TextPlace At(ParsingEvent at) => new(file, Whole(at.Start.Line), Whole(at.Start.Column));

    private static int Whole(long number) => (int)Math.Clamp(number, 1, int.MaxValue);

    /// <summary>The text cannot be read beyond this place.</summary>
    private sealed class UnreadableException(TextPlace place, string message) : Exception(message)
    {
        public TextPlace Place => place;
    }
}
