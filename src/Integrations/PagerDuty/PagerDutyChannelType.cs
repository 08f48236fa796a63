using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Integrations.PagerDuty;

/// <summary>What PagerDuty is like.</summary>
public sealed class PagerDutyChannelType : ChannelType
{
    private static readonly PersonKey User =
        new("pagerduty", "a user id of PagerDuty, which begins with P, such as PXPGF42", static id =>
            id.Length > 1 && id[0] is 'P' && id.All(char.IsAsciiLetterOrDigit));

    public static PagerDutyChannelType Instance { get; } = new();

    public override string Name => "pagerduty";
    public override ChannelKind Kind => ChannelKind.Pager;

    public override ImmutableArray<ChannelKey> Keys =>
    [
        ChannelKey.Secret("routing_key"), ChannelKey.Secret("routing_keys"), ChannelKey.Secret("api_token"),
        ChannelKey.Open("from"), ChannelKey.Open("events_url"), ChannelKey.Open("api_url"),
    ];

    public override RateLimit Rate => new(100.0 / 60, 20);

    /// <summary>A page is about one incident: a storm is dealt with by groups instead.</summary>
    public override int DigestAfter => 0;

    public override PersonKey Person => User;
    public override string Source => AlertSource.PagerDuty;

    public override ChannelDefinition Read(string name, ChannelFields fields)
    {
        var token = fields.Setting("api_token");
        if (token.IsGiven && !fields.Setting("from").IsGiven)
            fields.Wrong("api_token", "With 'api_token' PagerDuty needs 'from', the e-mail address of the user that changes are made by.");
        return new PagerDutyChannel
        {
            Name = name,
            RoutingKeys = fields.ByName("routing_key", "routing_keys", "an integration key", areUrls: false),
            ApiToken = token.Value,
            From = fields.Mailbox("from", fields.Setting("from")),
            EventsUrl = fields.Url("events_url"),
            ApiUrl = fields.Url("api_url"),
        };
    }
}
