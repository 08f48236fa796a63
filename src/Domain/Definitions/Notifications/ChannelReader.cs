using System.Collections.Immutable;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>Below <c>channels</c>: the keys of each type, and what it cannot do without.</summary>
internal static class ChannelReader
{
    private static readonly Dictionary<string, string[]> KeysOf = new()
    {
        ["slack"] = ["token", "channel", "webhook_url", "signing_secret", "api_url"],
        ["teams"] = ["url", "urls"],
        ["pagerduty"] = ["routing_key", "routing_keys", "api_token", "from", "events_url", "api_url"],
        ["email"] = ["host", "port", "user", "password", "security", "from", "to"],
        ["webhook"] = ["url", "urls", "secret"],
    };

    /// <summary>Keys whose values nobody is shown. Webhook addresses are as good as passwords.</summary>
    public static readonly ImmutableHashSet<string> Secrets =
        ["token", "webhook_url", "signing_secret", "url", "urls", "routing_key", "routing_keys", "api_token", "password", "secret"];

    public static ChannelDefinition? Read(YamlScalar name, YamlNode node, ReadingContext context)
    {
        if (name.Value.Equals(LogChannel.ChannelName, StringComparison.OrdinalIgnoreCase))
        {
            context.Wrong(name.Place, "The channel 'log' is always there and cannot be defined; choose another name.");
            return null;
        }
        if (TypeOf(name, node, context) is not { } type) return null;
        if (Fields.Of(node, $"The channel '{name.Value}' (type {type})", context, [.. KeysOf[type], .. ChannelFields.Common]) is not { } raw) return null;
        var fields = new ChannelFields(name.Value, raw, context);
        if (raw.Text("fallback") is { } fallback)
        {
            context.Channels.Refer(fallback, raw.PlaceOf("fallback"));
            if (fallback.Equals(name.Value, StringComparison.OrdinalIgnoreCase)) raw.Wrong("fallback", "A channel cannot be its own fallback.");
        }
        ChannelDefinition channel = type switch
        {
            "slack" => Slack(name.Value, fields),
            "teams" => new TeamsChannel { Name = name.Value, Urls = fields.ByName("url", "urls", "https://…", areUrls: true) },
            "pagerduty" => PagerDuty(name.Value, fields),
            "email" => Email(name.Value, fields, context),
            _ => Webhook(name.Value, fields),
        };
        return channel with
        {
            PerSecond = fields.PerSecond(),
            Burst = fields.Whole("burst", 1, 10_000),
            DigestAfter = fields.Whole("digest_after", 0, 100_000),
            Fallback = raw.Text("fallback") is { } other ? context.Channels.Canonical(other) : null,
            IsTrusted = context.IsTrusted,
            Missing = fields.Missing,
        };
    }

    private static string? TypeOf(YamlScalar name, YamlNode node, ReadingContext context)
    {
        var named = node is YamlMap map && map.Entries.FirstOrDefault(entry => entry.Key.Value == "type").Value is YamlScalar { IsNull: false } scalar ? scalar : null;
        var type = named ?? name;
        if (KeysOf.ContainsKey(type.Value)) return type.Value;
        context.Wrong(type.Place, named is null
            ? $"The channel '{Spelling.Shown(name.Value)}' needs a 'type', because its name is none; {Spelling.Allowed(name.Value, KeysOf.Keys)}"
            : $"'{Spelling.Shown(type.Value)}' is no type of channel; {Spelling.Allowed(type.Value, KeysOf.Keys)}");
        return null;
    }

    private static SlackChannel Slack(string name, ChannelFields fields)
    {
        var (token, channel, webhook) = (fields.Setting("token"), fields.Setting("channel"), fields.Setting("webhook_url"));
        if (!token.IsGiven && !webhook.IsGiven) fields.Wrong("token", "Slack needs 'token' and 'channel' (an app), or 'webhook_url' (an incoming webhook).");
        if (token.IsGiven && !channel.IsGiven && !webhook.IsGiven) fields.Wrong("token", "With 'token' Slack needs 'channel' too, such as \"#incidents\".");
        var url = fields.Url("webhook_url");
        if (webhook.Value is null && (token.Value is null || channel.Value is null))
        {
            if (token is { IsGiven: true, Value: null }) fields.Lacks("token", token);
            if (channel is { IsGiven: true, Value: null }) fields.Lacks("channel", channel);
            if (webhook.IsGiven) fields.Lacks("webhook_url", webhook);
        }
        return new()
        {
            Name = name, Token = token.Value, Channel = channel.Value, WebhookUrl = url, SigningSecret = fields.Setting("signing_secret").Value, ApiUrl = fields.Url("api_url"),
        };
    }

    private static PagerDutyChannel PagerDuty(string name, ChannelFields fields)
    {
        var token = fields.Setting("api_token");
        if (token.IsGiven && !fields.Setting("from").IsGiven) fields.Wrong("api_token", "With 'api_token' PagerDuty needs 'from', the e-mail address of the user that changes are made by.");
        return new()
        {
            Name = name,
            RoutingKeys = fields.ByName("routing_key", "routing_keys", "an integration key", areUrls: false),
            ApiToken = token.Value,
            From = fields.Mailbox("from", fields.Setting("from")),
            EventsUrl = fields.Url("events_url"),
            ApiUrl = fields.Url("api_url"),
        };
    }

    private static EmailChannel Email(string name, ChannelFields fields, ReadingContext context)
    {
        var host = fields.Needed("host", "smtp.example.com");
        if (host is not null && Uri.CheckHostName(host) is UriHostNameType.Unknown) fields.Wrong("host", "'host' is no name or address of a machine, such as smtp.example.com.");
        _ = fields.Needed("from", "sre@example.com");
        var port = fields.Whole("port", 1, 65_535) ?? 587;
        if (!context.IsTrusted && port is not (25 or 465 or 587 or 2525)) fields.Wrong("port", $"'port' is {port}; allowed are 25, 465, 587 and 2525.");
        var (user, password) = (fields.NeededIfGiven("user"), fields.NeededIfGiven("password"));
        if (fields.Setting("user").IsGiven != fields.Setting("password").IsGiven) fields.Wrong("user", "'user' and 'password' go together; give both or neither.");
        var security = fields.Word("security", "starttls", "tls", "none") ?? "starttls";
        if (!context.IsTrusted && security is "none") fields.Wrong("security", "'security' is 'none'; allowed are starttls and tls.");
        return new()
        {
            Name = name, Host = host ?? "", Port = port, User = user, Password = password, Security = security,
            From = fields.Mailbox("from", fields.Setting("from")) ?? "", To = fields.Mailboxes("to"),
        };
    }

    private static WebhookChannel Webhook(string name, ChannelFields fields)
    {
        var secret = fields.NeededIfGiven("secret");
        if (secret is not null && !IsSigningKey(secret)) fields.Wrong("secret", "'secret' is no signing key; allowed is whsec_ and 24 to 64 bytes in base64.");
        return new() { Name = name, Urls = fields.ByName("url", "urls", "https://…", areUrls: true), Secret = secret };
    }

    private static bool IsSigningKey(string secret)
    {
        const string prefix = "whsec_";
        Span<byte> key = stackalloc byte[128];
        return secret.StartsWith(prefix, StringComparison.Ordinal) && secret.Length <= 160
            && Convert.TryFromBase64String(secret[prefix.Length..], key, out var length) && length is >= 24 and <= 64;
    }
}
