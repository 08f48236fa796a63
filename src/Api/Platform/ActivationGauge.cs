using System.Runtime.InteropServices;
using Prometheus;

namespace AiSre.Api.Platform;

/// <summary>How many grains are in memory. Orleans tells it type by type, and is silent about a type whose last grain has gone.</summary>
internal sealed class ActivationGauge
{
    private static readonly Gauge Activations = Metrics.CreateGauge(
        "orleans_activations", "Grains in this silo's memory, by type; all of Orleans' own are system.", "grain");

    /// <summary>Empty where there is no silo: whoever has never had grains says nothing of those that others in its process have.</summary>
    private readonly Dictionary<string, double> counts = new(StringComparer.Ordinal);

    /// <summary>Types are names in the code: no caller can add one.</summary>
    public void Add(double count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var type = tags is [{ Value: string name }, ..] && !name.StartsWith("sys.", StringComparison.Ordinal) ? name : "system";
        CollectionsMarshal.GetValueRefOrAddDefault(counts, type, out _) += count;
    }

    public void Publish()
    {
        foreach (var (type, count) in counts)
        {
            Activations.WithLabels(type).Set(count);
            counts[type] = 0;
        }
    }
}
