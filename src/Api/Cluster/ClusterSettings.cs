using AiSre.Api.Security;
using StackExchange.Redis;

namespace AiSre.Api.Cluster;

/// <summary>Where the members of the cluster find each other; the same for silos and for API processes.</summary>
public sealed record ClusterSettings
{
    public const string RedisSetting = "AI_SRE_REDIS";
    public const string ClusterIdSetting = "AI_SRE_CLUSTER_ID";

    /// <summary>Names what the grains' durable state belongs to. A constant: state that is found again under another name is state that is lost.</summary>
    public const string ServiceId = "ai-sre";

    /// <summary><c>AI_SRE_REDIS</c>, a StackExchange.Redis connection string such as <c>redis-1:6379,password=…,ssl=true</c>. Default none: a process of its own.</summary>
    public ConfigurationOptions? Redis { get; init; }

    /// <summary>Silos and APIs of one id form one cluster. <c>AI_SRE_CLUSTER_ID</c>, 1 to 64 letters, digits, '-', '_' or '.'; default <c>ai-sre</c>.</summary>
    public string ClusterId { get; init; } = ServiceId;

    public static ClusterSettings Read(IConfiguration configuration) => new()
    {
        Redis = configuration[RedisSetting] is { Length: > 0 } redis ? Parse(redis) : null,
        ClusterId = configuration[ClusterIdSetting] is { Length: > 0 } id ? Checked(id) : ServiceId,
    };

    private static ConfigurationOptions Parse(string text)
    {
        try
        {
            var redis = ConfigurationOptions.Parse(text);
            if (redis.EndPoints.Count == 0) throw Refusal();
            redis.ClientName ??= "ai-sre";
            // The default backs off to a minute: whoever was away for long would be found again late.
            redis.ReconnectRetryPolicy = new LinearRetry(1_000);
            redis.ConnectTimeout = Math.Min(redis.ConnectTimeout, 3_000);
            return redis;
        }
        catch (ArgumentException)
        {
            throw Refusal();
        }

        // The text may hold a password, so it is not repeated.
        static SettingException Refusal() =>
            new($"{RedisSetting} is not understood; allowed is host:port[,host:port…][,password=…][,user=…][,ssl=true] as StackExchange.Redis takes it.");
    }

    private static string Checked(string id) =>
        id.Length <= 64 && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? id
            : throw new SettingException($"{ClusterIdSetting} is '{id}'; allowed are 1 to 64 letters, digits, '-', '_' and '.'.");
}
