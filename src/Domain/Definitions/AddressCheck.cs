using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions;

/// <summary>Whether a team's address of a channel is one that the channel has.</summary>
internal static class AddressCheck
{
    public static void Run(IEnumerable<KeyValuePair<YamlScalar, YamlNode>> teams, WorkspaceDefinitions definitions, ReadingContext context)
    {
        foreach (var (_, node) in teams)
        {
            if (node is not YamlMap team || team.Entries.FirstOrDefault(entry => entry.Key.Value == "addresses").Value is not YamlMap addresses) continue;
            foreach (var (channel, value) in addresses.Entries)
            {
                if (value is not YamlScalar { IsNull: false } address || !definitions.Channels.TryGetValue(channel.Value, out var definition)) continue;
                if (Problem(definition, address.Value) is { } problem) context.Wrong(address.Place, problem);
            }
        }
    }

    private static string? Problem(ChannelDefinition channel, string address) => channel switch
    {
        EmailChannel => Mail.IsAddress(address) ? null : $"'{Spelling.Shown(address)}' is no e-mail address.",
        SlackChannel { Token: null, IsConfigured: true } => $"'{channel.Name}' sends through an incoming webhook, which has one address; other channels need 'token'.",
        SlackChannel => address[0] is '#' or 'C' or 'G' ? null : $"'{Spelling.Shown(address)}' is no channel of Slack; allowed are #name and the channel's id (C…).",
        TeamsChannel teams => OneOf(address, teams.Urls.Keys, channel),
        WebhookChannel webhook => OneOf(address, webhook.Urls.Keys, channel),
        PagerDutyChannel pagerDuty => OneOf(address, pagerDuty.RoutingKeys.Keys, channel),
        _ => null,
    };

    /// <summary>While the default's variable is not set the names are not known.</summary>
    private static string? OneOf(string address, IEnumerable<string> names, ChannelDefinition channel) =>
        !channel.IsConfigured || names.Contains(address, StringComparer.OrdinalIgnoreCase)
            ? null
            : $"The channel '{channel.Name}' has no address '{Spelling.Shown(address)}'; {Spelling.Allowed(address, names.Order(StringComparer.Ordinal))}";
}
