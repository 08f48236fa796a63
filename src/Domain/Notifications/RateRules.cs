using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>How fast each type of channel may be used, for each address (semantics 4.5). A channel's own settings go first.</summary>
public static class RateRules
{
    /// <summary>In a storm, critical messages beyond this join the digest.</summary>
    public static RateLimit CriticalInStorm => new(10.0 / 60, 10);

    public static RateLimit Of(ChannelDefinition channel)
    {
        var usual = Default(channel.Type);
        if (channel.PerSecond is null && channel.Burst is null) return usual;
        var limit = usual.IsNone ? usual with { Burst = 10 } : usual;
        return new(channel.PerSecond ?? limit.PerSecond, Math.Max(1, channel.Burst ?? limit.Burst));
    }

    /// <summary>What is not critical keeps to this as well: nobody reads more than one mail a minute.</summary>
    public static RateLimit OfNonCritical(ChannelDefinition channel) => channel.Type == "email" ? new(1.0 / 60, 1) : RateLimit.None;

    private static RateLimit Default(string type) => type switch
    {
        "slack" => new(1, 3),
        "teams" => new(2, 4),
        "pagerduty" => new(100.0 / 60, 20),
        "email" => new(30.0 / 60, 10),
        "webhook" => new(5, 10),
        _ => RateLimit.None,
    };
}
