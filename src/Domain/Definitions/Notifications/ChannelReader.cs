using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>One of <c>channels</c>: its type reads what is the type's, and here is what all channels have.</summary>
internal sealed class ChannelReader(ChannelTypes types, ReadingContext context)
{
    public ChannelDefinition? Read(YamlScalar name, YamlNode node)
    {
        if (name.Value.Equals(LogChannel.ChannelName, StringComparison.OrdinalIgnoreCase))
        {
            context.Wrong(name.Place, "The channel 'log' is always there and cannot be defined; choose another name.");
            return null;
        }
        if (TypeOf(name, node) is not { } type) return null;
        string[] keys = [.. type.Keys.Select(key => key.Name), .. ChannelFields.Common];
        if (Fields.Of(node, $"The channel '{name.Value}' (type {type.Name})", context, keys) is not { } raw) return null;
        var fields = new ChannelFields(name.Value, raw, context);
        return type.Read(name.Value, fields) with
        {
            PerSecond = fields.PerSecond(),
            Burst = fields.Whole("burst", 1, 10_000),
            DigestAfter = fields.Whole("digest_after", 0, 100_000),
            Fallback = Fallback(name.Value, raw),
            IsTrusted = context.IsTrusted,
            Missing = fields.Missing,
        };
    }

    private string? Fallback(string name, Fields fields)
    {
        if (fields.Text("fallback") is not { } other) return null;
        var channels = context.Names(NameKind.Channel);
        channels.Refer(other, fields.PlaceOf("fallback"));
        if (other.Equals(name, StringComparison.OrdinalIgnoreCase)) fields.Wrong("fallback", "A channel cannot be its own fallback.");
        return channels.Canonical(other);
    }

    private ChannelType? TypeOf(YamlScalar name, YamlNode node)
    {
        if (types.OfChannel(name.Value, node) is { } known) return known;
        if (ChannelTypes.WrittenIn(node) is { } type)
            context.Wrong(type.Place, $"'{Spelling.Shown(type.Value)}' is no type of channel; {Spelling.Allowed(type.Value, types.Names)}");
        else context.Wrong(
            name.Place,
            $"The channel '{Spelling.Shown(name.Value)}' needs a 'type', because its name is none; {Spelling.Allowed(name.Value, types.Names)}");
        return null;
    }
}
