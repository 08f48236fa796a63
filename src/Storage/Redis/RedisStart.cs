using AiSre.Storage.Files;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AiSre.Storage.Redis;

/// <summary>Waits for a Redis that is away when a silo starts: it introduces the silos to one another.</summary>
public static partial class RedisStart
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task WaitAsync(string configuration, ILogger log)
    {
        var settings = ConfigurationOptions.Parse(configuration);
        (settings.AbortOnConnectFail, settings.ConnectTimeout, settings.ConnectRetry) = (true, 2_000, 1);
        var where = $"Redis at {string.Join(", ", settings.EndPoints)} (AI_SRE_REDIS)";
        while (true)
        {
            try
            {
                await using var redis = await ConnectionMultiplexer.ConnectAsync(settings);
                await redis.GetDatabase().PingAsync();
                return;
            }
            catch (RedisConnectionException refused) when (refused.FailureType is ConnectionFailureType.AuthenticationFailure)
            {
                throw new UnusableDataException($"{where} refuses the password or user.", refused);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                LogAway(log, where, exception.Message.Split('\n')[0]);
            }
            await Task.Delay(Pause);
        }
    }

    /// <summary>Whether a start that has ended with this would have gone on if the server had stayed.</summary>
    public static bool WentAway(Exception exception) => exception is RedisTimeoutException
        or RedisConnectionException { FailureType: not ConnectionFailureType.AuthenticationFailure };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Where} does not answer; the start waits for it: {Reason}")]
    private static partial void LogAway(ILogger log, string where, string reason);
}
