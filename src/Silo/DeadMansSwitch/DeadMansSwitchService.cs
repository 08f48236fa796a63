namespace AiSre.Silo.DeadMansSwitch;

/// <summary>
/// Tells somebody outside that the platform works, for as long as it does. Every silo does so by itself: what is stuck is stuck for all of them, and
/// one that works is enough.
/// </summary>
internal sealed partial class DeadMansSwitchService(HeartbeatOptions options, PlatformPulse pulse, HttpClient http, TimeProvider clock,
    ILogger<DeadMansSwitchService> log)
    : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string? trouble;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Url is null) return;
        using var timer = new PeriodicTimer(options.Period, clock);
        do
        {
            await BeatAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <returns>False when it kept silent, or was not heard.</returns>
    internal async Task<bool> BeatAsync(CancellationToken cancellation)
    {
        var before = trouble;
        trouble = await pulse.TroubleAsync(cancellation);
        if (trouble is not null)
        {
            LogSilent(log, trouble);
            return false;
        }
        if (before is not null) LogAgain(log);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            using var answer = await http.GetAsync(options.Url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.IsSuccessStatusCode) return true;
            LogRefused(log, options.Url!.Host, (int)answer.StatusCode);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            LogUnheard(log, options.Url!.Host, exception.GetType().Name);
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The dead man's switch keeps silent: {Trouble}.")]
    private static partial void LogSilent(ILogger log, string trouble);

    [LoggerMessage(Level = LogLevel.Information, Message = "The dead man's switch is told again that all is well.")]
    private static partial void LogAgain(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dead man's switch at {Host} refused a beat with {Status}.")]
    private static partial void LogRefused(ILogger log, string host, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dead man's switch at {Host} did not hear a beat: {Reason}.")]
    private static partial void LogUnheard(ILogger log, string host, string reason);
}
