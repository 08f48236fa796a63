using AiSre.Domain.Definitions.Notifications;

namespace AiSre.Domain.Notifications;

/// <summary>How fast a channel may be used, for each address: as its type says, unless it has settings of its own.</summary>
public static class RateRules
{
    /// <summary>In a storm, critical messages beyond this join the digest.</summary>
    public static RateLimit CriticalInStorm => new(10.0 / 60, 10);

    public static RateLimit Of(ChannelDefinition channel)
    {
        var usual = channel.Type.Rate;
        if (channel.PerSecond is null && channel.Burst is null) return usual;
        var limit = usual.IsNone ? usual with { Burst = 10 } : usual;
        return new(channel.PerSecond ?? limit.PerSecond, Math.Max(1, channel.Burst ?? limit.Burst));
    }
}
