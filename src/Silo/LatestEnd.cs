namespace AiSre.Silo;

/// <summary>
/// A silo that is told to end is gone within 10 s, whatever it still waits for: while Redis is away it would try for a minute to take its name off
/// the list. What it acknowledged is on disk; the others notice by themselves that it has gone.
/// </summary>
internal sealed partial class LatestEnd(IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<LatestEnd> log) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _ = EndAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndAsync()
    {
        await Task.Delay(Patience, clock, lifetime.ApplicationStopped);
        LogForced(log, Patience.TotalSeconds);
        Environment.Exit(0);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silo could not take leave of its cluster within {Seconds} s and ends without.")]
    private static partial void LogForced(ILogger log, double seconds);
}
