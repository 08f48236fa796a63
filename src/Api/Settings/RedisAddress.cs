using StackExchange.Redis;

namespace AiSre.Api.Settings;

/// <summary>Where a Redis is, as StackExchange.Redis writes it: <c>redis-1:6379,password=…,ssl=true</c>. It may hold a password.</summary>
internal static class RedisAddress
{
    public static readonly ValueKind<ConfigurationOptions?> Kind =
        new("host:port[,host:port…][,password=…][,user=…][,ssl=true] as StackExchange.Redis takes it", Parse);

    private static ConfigurationOptions Parse(string text)
    {
        try
        {
            var redis = ConfigurationOptions.Parse(text);
            if (redis.EndPoints.Count == 0) throw new WrongValueException();
            redis.ClientName ??= "ai-sre";
            // The default backs off to a minute: whoever was away for long would be found again late.
            redis.ReconnectRetryPolicy = new LinearRetry(1_000);
            redis.ConnectTimeout = Math.Min(redis.ConnectTimeout, 3_000);
            return redis;
        }
        catch (ArgumentException)
        {
            // Its message quotes the text.
            throw new WrongValueException();
        }
    }
}
