using System.Collections.Immutable;

namespace AiSre.Domain.Definitions.Notifications;

/// <summary>A way to tell somebody, with what is needed to use it. Secrets in here never leave the silo.</summary>
public abstract record ChannelDefinition
{
    /// <summary>The address that is used where nobody names another.</summary>
    public const string DefaultAddress = "default";

    /// <summary>What routes and levels call it.</summary>
    public required string Name { get; init; }

    /// <summary><c>slack</c>, <c>teams</c>, <c>pagerduty</c>, <c>email</c>, <c>webhook</c> or <c>log</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Messages a second, on average, of one address; null: the type's default (semantics 4.5).</summary>
    public double? PerSecond { get; init; }

    /// <summary>How many may go at once; null: the type's default.</summary>
    public int? Burst { get; init; }

    /// <summary>Waiting messages from which on a digest stands in for them; 0: never; null: the type's default.</summary>
    public int? DigestAfter { get; init; }

    /// <summary>The channel that a critical or high message tries once when it cannot be delivered here.</summary>
    public string? Fallback { get; init; }

    /// <summary>Set by the operator's files, which may name any address; a workspace's own may not name inner ones (semantics 10.8).</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Needed settings that are not there, such as an environment variable: it cannot be used, and messages go to the log.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    public bool IsConfigured => Missing.IsEmpty;
}

/// <summary>Slack, through an app (token) or through an incoming webhook.</summary>
public sealed record SlackChannel : ChannelDefinition
{
    public override string Type => "slack";

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
}

/// <summary>Microsoft Teams, through a workflow's webhook.</summary>
public sealed record TeamsChannel : ChannelDefinition
{
    public override string Type => "teams";

    /// <summary>Webhook addresses by name; <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> Urls { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>PagerDuty: the Events API opens and closes alerts, the REST API changes incidents that PagerDuty opened.</summary>
public sealed record PagerDutyChannel : ChannelDefinition
{
    public override string Type => "pagerduty";

    /// <summary>Integration keys by name; <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> RoutingKeys { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>REST API token; without it incidents that PagerDuty opened are not changed there.</summary>
    public string? ApiToken { get; init; }

    /// <summary>E-mail of the PagerDuty user that changes are made by.</summary>
    public string? From { get; init; }

    /// <summary>Default <c>https://events.pagerduty.com</c>.</summary>
    public string? EventsUrl { get; init; }

    /// <summary>Default <c>https://api.pagerduty.com</c>.</summary>
    public string? ApiUrl { get; init; }
}

/// <summary>E-mail over SMTP.</summary>
public sealed record EmailChannel : ChannelDefinition
{
    public override string Type => "email";
    public required string Host { get; init; }

    /// <summary>Default 587.</summary>
    public int Port { get; init; } = 587;

    public string? User { get; init; }
    public string? Password { get; init; }

    /// <summary><c>starttls</c> (default), <c>tls</c> or <c>none</c>.</summary>
    public string Security { get; init; } = "starttls";

    public required string From { get; init; }

    /// <summary>Who gets what is for nobody in particular.</summary>
    public ImmutableArray<string> To { get; init; } = [];
}

/// <summary>Any HTTP endpoint, signed as Standard Webhooks asks.</summary>
public sealed record WebhookChannel : ChannelDefinition
{
    public override string Type => "webhook";

    /// <summary>Addresses by name; <c>default</c> among them.</summary>
    public ImmutableDictionary<string, string> Urls { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>whsec_</c> and base64; signs <c>id.timestamp.body</c>.</summary>
    public string? Secret { get; init; }
}

/// <summary>The platform's own log: always there, and where goes what has no other place.</summary>
public sealed record LogChannel : ChannelDefinition
{
    public const string ChannelName = "log";

    public override string Type => ChannelName;
}
