using System.Collections.Immutable;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.Slack;

/// <summary>What Slack is like.</summary>
public sealed class SlackChannelType : ChannelType
{
    private static readonly PersonKey Member =
        new("slack", "a member id of Slack, which begins with U or W, such as U024BE7LH", static id =>
            id.Length > 1 && id[0] is 'U' or 'W' && id.All(char.IsAsciiLetterOrDigit));

    public static SlackChannelType Instance { get; } = new();

    public override string Name => "slack";
    public override ChannelKind Kind => ChannelKind.Chat;

    public override ImmutableArray<ChannelKey> Keys =>
    [
        ChannelKey.Secret("token"), ChannelKey.Open("channel"), ChannelKey.Secret("webhook_url"), ChannelKey.Secret("signing_secret"),
            ChannelKey.Open("api_url"),
    ];

    /// <summary>Slack allows one message a second to a channel, and short bursts.</summary>
    public override RateLimit Rate => new(1, 3);

    public override int DigestAfter => UsualDigestAfter;
    public override PersonKey Person => Member;
    public override string? Source => null;

    public override ChannelDefinition Read(string name, ChannelFields fields)
    {
        var (token, channel, webhook) = (fields.Setting("token"), fields.Setting("channel"), fields.Setting("webhook_url"));
        if (!token.IsGiven && !webhook.IsGiven)
            fields.Wrong("token", "Slack needs 'token' and 'channel' (an app), or 'webhook_url' (an incoming webhook).");
        if (token.IsGiven && !channel.IsGiven && !webhook.IsGiven)
            fields.Wrong("token", "With 'token' Slack needs 'channel' too, such as \"#incidents\".");
        var url = fields.Url("webhook_url");
        if (webhook.Value is null && (token.Value is null || channel.Value is null))
        {
            if (token is { IsGiven: true, Value: null }) fields.Lacks("token", token);
            if (channel is { IsGiven: true, Value: null }) fields.Lacks("channel", channel);
            if (webhook.IsGiven) fields.Lacks("webhook_url", webhook);
        }
        return new SlackChannel
        {
            Name = name, Token = token.Value, Channel = channel.Value, WebhookUrl = url, SigningSecret = fields.Setting("signing_secret").Value,
            ApiUrl = fields.Url("api_url"),
        };
    }
}
