using Prometheus;

namespace AiSre.Grains.Silences;

/// <summary>Silences on <c>/metrics</c>.</summary>
public static class SilenceMetrics
{
    private static readonly Counter Unreadable = Metrics.CreateCounter(
        "ai_sre_silences_unreadable_total", "Silences that silence nothing, because nobody can say what they match; counted when they are read.");

    public static void CountUnreadable() => Unreadable.Inc();
}
