using AiSre.Domain.Alerts;

namespace AiSre.Silo;

/// <summary>The failure patterns' automata take most of a second to build: better now than inside the first alert.</summary>
internal sealed class WarmUp : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(static () => TitleFeatures.From("Warm-up: pod payments-api-7d8f9c6b5-x2k4m OOMKilled 3 times", "CPU > 90%"), stoppingToken);
}
