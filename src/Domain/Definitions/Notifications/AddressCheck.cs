using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>Whether a team's address of a channel is one that the channel can have.</summary>
internal static class AddressCheck
{
    public static void Run(
        IEnumerable<KeyValuePair<YamlScalar, YamlNode>> teams, ImmutableDictionary<string, ChannelDefinition> channels, ReadingContext context)
    {
        foreach (var (_, node) in teams)
        {
            if (node is not YamlMap team || team.Entries.FirstOrDefault(entry => entry.Key.Value == "addresses").Value is not YamlMap addresses)
                continue;
            foreach (var (name, value) in addresses.Entries)
            {
                if (value is not YamlScalar { IsNull: false } address || !channels.TryGetValue(name.Value, out var channel)) continue;
                if (channel.ProblemWith(address.Value) is { } problem) context.Wrong(address.Place, problem);
            }
        }
    }
}
