using System.Text.Json.Nodes;

namespace AiSre.Evals;

/// <summary>
/// Takes events, log lines, metrics and what other alerts say out of a recording at random: how much an answer hangs on a single one of them tells
/// whether a rule knows a fault or one recording of it. The objects stay, because they are what a cluster always has.
/// </summary>
internal static class LostEvidence
{
    /// <param name="all">The recording; it is changed.</param>
    /// <param name="percent">How much is lost, 0 to 100.</param>
    /// <param name="seed">The same for the same seed and case.</param>
    /// <param name="id">The case.</param>
    public static void Take(JsonObject all, int percent, int seed, string id)
    {
        var random = RandomWords.By(seed, id);
        Thin(all["cluster"]?["events"] as JsonArray);
        foreach (var (name, log) in (all["logs"] as JsonObject ?? []).ToList())
        {
            if (log is JsonArray lines) Thin(lines);
            else if (log is not null) all["logs"]![name] = string.Join('\n', ((string)log!).Split('\n').Where(_ => !IsLost()));
        }
        if (all["extra"]?["MetricsSummary"] is JsonObject columns)
        {
            foreach (var lost in columns.Select(column => column.Key).Where(_ => IsLost()).ToList()) columns.Remove(lost);
        }
        foreach (var alert in all["case"]?["alerts"]?["alerts"] as JsonArray ?? []) Thin(alert?["evidence"] as JsonArray);

        bool IsLost() => random.Next(100) < percent;

        void Thin(JsonArray? items)
        {
            for (var at = (items?.Count ?? 0) - 1; at >= 0; at--)
                if (IsLost()) items!.RemoveAt(at);
        }
    }
}
