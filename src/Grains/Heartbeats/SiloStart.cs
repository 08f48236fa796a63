using Microsoft.Extensions.Hosting;

namespace AiSre.Grains.Heartbeats;

/// <summary>When this silo came up: before that it answered nobody.</summary>
public sealed class SiloStart(TimeProvider clock) : IHostedService
{
    public DateTimeOffset At { get; private set; } = clock.GetUtcNow();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        At = clock.GetUtcNow();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
