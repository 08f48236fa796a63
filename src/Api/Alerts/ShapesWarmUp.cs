using AiSre.Domain.Alerts.Sources.Shapes;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Alerts;

/// <summary>The shapes of some sixty tools take tenths of a second to read: better beside the start than inside the first alert.</summary>
internal sealed partial class ShapesWarmUp(ILogger<ShapesWarmUp> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Read, stoppingToken);

    private void Read()
    {
        _ = KnownShapes.Index;
        foreach (var shape in KnownShapes.Unreadable) LogUnreadable(log, shape.Tool, shape.Problem);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The shape of {Tool} cannot be read, so its bodies are taken for a plain webhook's: {Problem}")]
    private static partial void LogUnreadable(ILogger log, string tool, string problem);
}
