using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain;

namespace AiSre.Integrations.Slack;

/// <summary>Slack, through an app (token) or through an incoming webhook.</summary>
public sealed record SlackChannel : ChannelDefinition
{
    public override ChannelType Type => SlackChannelType.Instance;

    /// <summary>Bot token (<c>xoxb-…</c>): chat.postMessage, threads, updates, direct messages.</summary>
    public string? Token { get; init; }

    /// <summary>Channel (<c>#name</c> or <c>C…</c>) of the default address, with a token.</summary>
    public string? Channel { get; init; }

    /// <summary>Incoming webhook: one channel, no threads, no updates.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>Verifies what buttons send; without it there are no buttons.</summary>
    public string? SigningSecret { get; init; }

    /// <summary>Default <c>https://slack.com/api</c>.</summary>
    public string? ApiUrl { get; init; }

    public override bool Has(string address) => address != DefaultAddress || WebhookUrl is not null || this is { Token: not null, Channel: not null };

    public override string? ProblemWith(string address) => this switch
    {
        { Token: null, IsConfigured: true } => $"'{Name}' sends through an incoming webhook, which has one address; other channels need 'token'.",
        _ => address[0] is '#' or 'C' or 'G'
            ? null
            : $"'{Spelling.Shown(address)}' is no channel of Slack; allowed are #name and the channel's id (C…).",
    };

    /// <summary>An app may write to a member; a webhook can name one in its channel.</summary>
    public override PersonAddress AddressOf(Person person)
    {
        var member = person.AddressUnder(SlackChannelType.Instance.Person);
        return Token is not null && member is { Length: > 0 } ? PersonAddress.At(member) : PersonAddress.Shared(member);
    }
}
