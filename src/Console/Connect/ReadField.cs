using System.Globalization;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Recognition;
using AiSre.Domain.Alerts.Sources.Shapes;

namespace AiSre.Console.Connect;

/// <summary>What became of a part of a body.</summary>
/// <param name="From">Where it stands; null where the reader of that tool does not say.</param>
/// <param name="As">What it was read as.</param>
/// <param name="Value">What it holds; null when nothing did.</param>
public sealed record ReadField(string? From, string As, string? Value)
{
    private const int MostLabels = 12;

    /// <summary>Reads a body once more, as it was read when it came. None when it cannot be read without what the workspace has defined.</summary>
    public static IReadOnlyList<ReadField> Of(string source, string body, DateTimeOffset now)
    {
        if (!AlertSource.Known.Contains(source)) return [];
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 64 });
            var traces = new List<ShapeTrace>();
            var delivery = Normalizer.Parse(source, document.RootElement, now, header: null, traces);
            if (traces.Count > 0)
                return [.. from trace in traces where trace.Value is not null select new ReadField(trace.From, trace.Field, trace.Value)];
            return delivery.Signals is [var signal, ..] ? [.. Of(signal)] : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidDeliveryException)
        {
            return [];
        }
    }

    private static IEnumerable<ReadField> Of(AlertSignal signal)
    {
        yield return new(null, "title", signal.Title);
        yield return new(null, "severity", signal.Severity is { } severity ? severity.Name() : null);
        yield return new(null, "service", signal.Subject.Service);
        yield return new(null, "namespace", signal.Subject.Namespace);
        yield return new(null, "the same alert is", signal.Identity);
        yield return new(null, "since", signal.StartsAt?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        foreach (var label in signal.Labels.Take(MostLabels)) yield return new("labels." + label.Name, "label", label.Value);
    }
}
