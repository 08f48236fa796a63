namespace AiSre.Silo;

/// <summary>
/// The dashboard subscribes to every instrument of Orleans with a metrics SDK of its own, the ones of each grain call included, to show them on one
/// page. That costs half as much again as a whole repeated alert. <c>/metrics</c> has what matters of it, so the subscription ends as soon as the
/// silo has started.
/// </summary>
internal sealed class QuietDashboard(IServiceProvider services) : IHostedLifecycleService
{
    private const string Subscriber = "Orleans.Dashboard.DashboardHost";

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Its type is internal. Disposing of it drops the subscription and nothing else, and it may be disposed of again at the end.
        foreach (var service in services.GetServices<IHostedService>())
            if (service is IDisposable subscriber && service.GetType().FullName == Subscriber) subscriber.Dispose();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
