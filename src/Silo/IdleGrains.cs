using Orleans.Configuration;

namespace AiSre.Silo;

/// <summary>
/// Takes grains out of memory that nobody has called for a quarter of an hour. Orleans would do it by the calendar's clock, and refuses every new
/// grain when that goes back by more than the age of its collection. So that age is a century, and idleness, which Orleans measures by the monotonic
/// clock, is asked for from here.
/// </summary>
internal sealed partial class IdleGrains(IGrainFactory grains, ILocalSiloDetails self, TimeProvider clock, ILogger<IdleGrains> log)
    : BackgroundService
{
    private const int MostForwards = 10;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Also the room that a clock has for going back and forth.</summary>
    private static readonly TimeSpan Century = TimeSpan.FromDays(36_500);

    public static void Use(ISiloBuilder silo)
    {
        // Calls that are on their way to a grain while it goes follow it to its next activation; after two of those the default refuses them.
        silo.Configure<SiloMessagingOptions>(static messaging => messaging.MaxForwardCount = MostForwards);
        silo.Configure<GrainCollectionOptions>(static collection =>
            (collection.CollectionAge, collection.CollectionQuantum) = (Century, TimeSpan.FromDays(1)));
        silo.Services.AddHostedService<IdleGrains>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            try
            {
                await grains.GetGrain<IManagementGrain>(0).ForceActivationCollection([self.SiloAddress], Idle, stoppingToken)
                    .WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(log, exception.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Idle grains stay in memory for a minute more: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
