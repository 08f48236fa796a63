using AiSre.Domain.Alerts.Sources.Shapes;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Alerts;

/// <summary>The shapes of some sixty tools take tenths of a second to read: better beside the start than inside the first alert.</summary>
internal sealed class ShapesWarmUp : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(static () => KnownShapes.Index, stoppingToken);
}
