using AiSre.Api.Platform;
using AiSre.Grains.Ledger;
using AiSre.Storage;
using AiSre.Storage.Files;

namespace AiSre.Silo;

/// <summary>
/// Says in the log, within seconds and also while nobody sends anything, that the files are no longer where the next start looks for them.
/// </summary>
internal sealed partial class DataFolderWatch(DataFolder folder, LedgerWriter ledger, TimeProvider clock, ILogger<DataFolderWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? known = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var trouble = ledger.Trouble ?? folder.Trouble;
            if (trouble is not null && known is null) LogGone(log, trouble);
            else if (trouble is null && known is not null) LogBack(log, folder.Path);
            known = trouble;
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Trouble} Nothing is acknowledged until then.")]
    private static partial void LogGone(ILogger log, string trouble);

    [LoggerMessage(Level = LogLevel.Information, Message = "The data folder {Folder} is back.")]
    private static partial void LogBack(ILogger log, string folder);
}

/// <summary>Whether the spool would keep what the ledger cannot take.</summary>
internal sealed class SpoolProbe(ISpool spool) : IHealthProbe
{
    public string Name => HealthChecks.Spool;

    public string? Detail { get; private set; }

    public ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        Detail = spool.Trouble;
        return new(Detail is null ? HealthState.Ok : HealthState.Failed);
    }
}

/// <summary>The folder of the files is the one that was opened, and everything in the spool could be read.</summary>
internal sealed class DataFolderProbe(DataFolder folder) : IHealthProbe
{
    public string Name => HealthChecks.Ledger;

    public string? Detail { get; private set; }

    public ValueTask<HealthState> CheckAsync(CancellationToken cancellation)
    {
        var gone = folder.Trouble;
        var aside = folder.File(SpoolFile.Aside);
        Detail = gone ?? (File.Exists(aside)
            ? $"{aside} holds accepted deliveries that cannot be read: look at them, send them again, and remove the file."
            : null);
        // With the ledger elsewhere the folder has the spool alone, which is needed only when that is away.
        return new(gone is null && Detail is null ? HealthState.NotConfigured : HealthState.Degraded);
    }
}
