using System.Globalization;
using System.Text.Json;
using AiSre.Domain.Definitions.Clusters;
using AiSre.Integrations.Telemetry;

namespace AiSre.Integrations.Diagnosis;

/// <summary>How values went over a time, as a Prometheus has them.</summary>
public sealed class PrometheusMetrics(PrometheusApi prometheus)
{
    private const int Points = 60;

    /// <returns>The labels of each series and its points; a sample that is no number is left out.</returns>
    /// <exception cref="HttpRequestException">It cannot be reached, or refuses.</exception>
    /// <exception cref="JsonException">It answers something else.</exception>
    internal async Task<IReadOnlyList<MetricSeries>> RangeAsync(
        TelemetrySource source, string query, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation,
        TimeSpan? every = null)
    {
        var step = Math.Max(1, (long)(every?.TotalSeconds ?? (to - from).TotalSeconds / Points));
        var (status, body) = await prometheus.GetAsync(
            source, $"query_range?query={Uri.EscapeDataString(query)}"
                + Invariant($"&start={from.ToUnixTimeSeconds()}&end={to.ToUnixTimeSeconds()}&step={step}"), cancellation);
        if (status is < 200 or >= 300) throw new HttpRequestException(Invariant($"It answered {status}."));
        using var answer = JsonDocument.Parse(body);
        try
        {
            return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(Series)];
        }
        catch (Exception odd) when (odd is InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
        {
            throw new JsonException("It answered something that is no answer of a Prometheus.", odd);
        }
    }

    private static MetricSeries Series(JsonElement one) => new(
        one.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? ""),
        [.. one.GetProperty("values").EnumerateArray().Select(Point).Where(point => double.IsFinite(point.Value))]);

    private static (double At, double Value) Point(JsonElement point) =>
        (point[0].GetDouble(), double.TryParse(point[1].GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value : double.NaN);
}

internal sealed record MetricSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<(double At, double Value)> Points);
