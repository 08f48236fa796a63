using AiSre.Api.Platform;
using AiSre.Grains.Ledger;

namespace AiSre.Silo.Definitions;

/// <summary>
/// Finds workspaces that had definitions and have none: nobody removes them on purpose, since an empty text is a revision too. So half of a restore,
/// or a hand in the database, is said aloud instead of paging nobody.
/// </summary>
internal sealed partial class LostDefinitions(IDocumentReads documents, TimeProvider clock, ILogger<LostDefinitions> log)
    : BackgroundService, IHealthProbe
{
    private const int Named = 5;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private volatile string? detail;

    public string Name => HealthChecks.Notifications;

    public string? Detail => detail;

    public ValueTask<HealthState> CheckAsync(CancellationToken cancellation) =>
        new(detail is null ? HealthState.NotConfigured : HealthState.Degraded);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Say(await documents.WithoutDefinitionsAsync());
            }
            catch (Exception exception)
            {
                // The ledger's own check says that it is away.
                LogUnknown(log, exception.Message);
            }
            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Say(IReadOnlyList<string> workspaces)
    {
        var names = string.Join(", ", workspaces.Take(Named)) + (workspaces.Count > Named ? $" and {workspaces.Count - Named} more" : "");
        var found = workspaces.Count == 0
            ? null
            : $"Definitions are gone that once were there, so nobody is paged: workspace{(workspaces.Count == 1 ? "" : "s")} {names}. "
                + "Restore a backup, or put them again.";
        if (found is not null && found != detail) LogLost(log, found);
        detail = found;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Lost}")]
    private static partial void LogLost(ILogger log, string lost);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether definitions are gone could not be looked up: {Reason}")]
    private static partial void LogUnknown(ILogger log, string reason);
}
