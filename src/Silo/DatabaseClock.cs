using AiSre.Api.Platform;
using AiSre.Storage.Postgres;

namespace AiSre.Silo;

/// <summary>
/// Silos that share a PostgreSQL share its time. One whose machine is days ahead would set due times that the others reach days later, and a page
/// would wait for them.
/// </summary>
internal sealed class DatabaseClock(PostgresSource source, SteadyClock clock) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Before anything happens by this process's clock.</summary>
    public async Task StartFromAsync()
    {
        if (await source.NowAsync(CancellationToken.None) is { } now) clock.Share(now, isStart: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await source.NowAsync(stoppingToken) is { } now) clock.Share(now);
        }
    }
}
