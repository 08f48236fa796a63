using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace AiSre.Storage.Redis;

/// <summary>
/// The ledger's own connection to Redis. It is made when it is first needed, comes back by itself, and fails fast while Redis is away.
/// </summary>
public sealed class RedisConnection(IOptions<LedgerOptions> options) : IDisposable
{
    private readonly Lazy<ConnectionMultiplexer> connection = new(() =>
    {
        var settings = ConfigurationOptions.Parse(options.Value.Redis!);
        settings.AbortOnConnectFail = false;
        settings.BacklogPolicy = BacklogPolicy.FailFast;
        settings.ConnectTimeout = 2_000;
        settings.AsyncTimeout = 1_500;
        settings.ClientName = "ai-sre-spool";
        return ConnectionMultiplexer.Connect(settings);
    });

    public IDatabase Database => connection.Value.GetDatabase();

    public void Dispose()
    {
        if (connection.IsValueCreated) connection.Value.Dispose();
    }
}
