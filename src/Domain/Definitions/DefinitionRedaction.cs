using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AiSre.Domain.Definitions;

/// <summary>Definitions as people may see them: secrets are <c>***</c>, names of variables stay. Written anew, because comments may hold anything.</summary>
public static class DefinitionRedaction
{
    public static DefinitionDocument Of(DefinitionDocument document)
    {
        var root = YamlTree.Parse(document, []);
        if (root is null) return document with { Text = "" };
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, true));
        Write(root, emitter, [], hidden: false);
        emitter.Emit(new DocumentEnd(true));
        emitter.Emit(new StreamEnd());
        return document with { Text = text.ToString() };
    }

    private static void Write(YamlNode node, Emitter emitter, IReadOnlyList<string> path, bool hidden)
    {
        switch (node)
        {
            case YamlScalar scalar:
                var value = hidden && !scalar.IsNull ? Setting.Redacted(scalar.Value) : scalar.Value;
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value, scalar.IsPlain && value == scalar.Value ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, true, true));
                break;
            case YamlList list:
                // Short lists of words read better in a line.
                var flow = list.Items.All(item => item is YamlScalar);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, true, flow ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list.Items) Write(item, emitter, path, hidden);
                emitter.Emit(new SequenceEnd());
                break;
            case YamlMap map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, true, MappingStyle.Block));
                foreach (var (key, item) in map.Entries)
                {
                    Write(key, emitter, path, hidden: false);
                    Write(item, emitter, [.. path, key.Value], hidden || IsSecret(path, key.Value));
                }
                emitter.Emit(new MappingEnd());
                break;
        }
    }

    /// <summary><c>channels</c>, the channel's name, and then a key that is one.</summary>
    private static bool IsSecret(IReadOnlyList<string> path, string key) => path is ["channels", _] && ChannelReader.Secrets.Contains(key);
}
