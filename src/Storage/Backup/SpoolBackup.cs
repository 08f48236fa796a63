using AiSre.Grains.Alerts;
using AiSre.Storage.Files;
using AiSre.Storage.Redis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AiSre.Storage.Backup;

/// <summary>What was accepted and waits for the ledger, in a file of the same form wherever it waits.</summary>
internal static class SpoolBackup
{
    /// <returns>How many deliveries.</returns>
    public static async Task<long> TakeAsync(LedgerOptions options, DataFolder data, BackupFolder to)
    {
        List<SpooledDelivery> waiting;
        if (options.Redis is null)
        {
            waiting = SpoolFile.Read(data.File(SpoolFile.Name)).Deliveries;
        }
        else
        {
            using var redis = new RedisConnection(Options.Create(options));
            waiting = await Spool(redis, options).AllAsync();
        }
        SpoolFile.Write(to.File(SpoolFile.Name), waiting);
        return waiting.Count;
    }

    public static async Task RefuseIfFilledAsync(LedgerOptions options, bool force)
    {
        if (options.Redis is null || force) return;
        using var redis = new RedisConnection(Options.Create(options));
        if (await Spool(redis, options).CountAsync() is > 0 and var waiting)
            throw new BackupRefusedException(
                $"{waiting} accepted deliveries wait in Redis ({options.SpoolKey}): let a silo take them up, or say --force to add to them.");
    }

    public static async Task RestoreAsync(LedgerOptions options, BackupFolder from, DataFolder data)
    {
        var waiting = SpoolFile.Read(from.File(SpoolFile.Name)).Deliveries;
        if (options.Redis is null)
        {
            SpoolFile.Write(data.File(SpoolFile.Name), waiting);
            return;
        }
        using var redis = new RedisConnection(Options.Create(options));
        var spool = Spool(redis, options);
        foreach (var delivery in waiting)
        {
            if (!await spool.TryKeepAsync(delivery)) throw new BackupRefusedException("Redis (AI_SRE_REDIS) does not take the spooled deliveries.");
        }
    }

    private static RedisSpool Spool(RedisConnection redis, LedgerOptions options) =>
        new(redis, Options.Create(options), NullLogger<RedisSpool>.Instance);
}
