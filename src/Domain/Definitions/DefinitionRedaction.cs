using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre.Domain.Definitions;

/// <summary>
/// Definitions as people may see them: secrets are <c>***</c>, names of variables stay. Written anew, because comments may hold anything.
/// </summary>
internal sealed class DefinitionRedaction
{
    private readonly ImmutableArray<DefinitionSection> sections;
    private readonly Emitter emitter;

    private DefinitionRedaction(ImmutableArray<DefinitionSection> sections, Emitter emitter) => (this.sections, this.emitter) = (sections, emitter);

    /// <param name="document">As its author wrote it.</param>
    /// <param name="sections">Those that there are.</param>
    /// <param name="only">The one section that is wanted; null for all.</param>
    public static DefinitionDocument Of(DefinitionDocument document, ImmutableArray<DefinitionSection> sections, string? only = null)
    {
        var root = YamlTree.Parse(document, []);
        if (only is not null) root = Only(root, only);
        if (root is null) return document with { Text = "" };
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        new DefinitionRedaction(sections, emitter).Write(root, [], hidden: false);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return document with { Text = text.ToString() };
    }

    private static YamlMap? Only(YamlNode? root, string section) =>
        root is YamlMap map && map.Entries.FirstOrDefault(entry => entry.Key.Value == section) is { Key: not null } entry
            ? map with { Entries = [entry] }
            : null;

    private void Write(YamlNode node, IReadOnlyList<string> path, bool hidden)
    {
        switch (node)
        {
            case YamlScalar scalar:
                var value = hidden && !scalar.IsNull ? ChannelSetting.Redacted(scalar.Value) : scalar.Value;
                var style = scalar.IsPlain && value == scalar.Value ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, style, true, true));
                break;
            case YamlList list:
                // Short lists of words read better in a line.
                var flow = list.Items.All(item => item is YamlScalar);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, flow ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items) Write(item, path, hidden);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlMap map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block));
                foreach (var (key, item) in map.Entries)
                {
                    Write(key, path, hidden: false);
                    Write(item, [.. path, key.Value], hidden || Hides(path, map, key.Value));
                }
                emitter.Emit(new MappingEnd());
                break;
        }
    }

    private bool Hides(IReadOnlyList<string> path, YamlMap parent, string key) =>
        path is [var name, ..] && sections.FirstOrDefault(section => section.Name == name) is { } section
            && section.Hides([.. path.Skip(1)], parent, key);
}
