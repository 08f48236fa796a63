using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests.History;

/// <summary>
/// Incidents of known causes, over some weeks and mixed. Services have several causes and causes several services, so neither a service nor a word is
/// enough. No cause stands in the incident.
/// </summary>
internal static class SimilaritySet
{
    private const int OfEachCause = 9;

    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["HighErrorRate", "ServiceDegraded", "PodUnhealthy"];

    /// <summary>In the order of their birth; causes by their number.</summary>
    public static readonly IReadOnlyList<(Incident Incident, int Cause)> All = [.. Make()];

    public static int Causes => All.Max(known => known.Cause) + 1;

    private static IEnumerable<(Incident Incident, int Cause)> Make()
    {
        var rows = LabelledSets.Rows("causes").ToList();
        var random = new Random(20260105);
        var order = Enumerable.Range(0, rows.Count)
            .SelectMany(cause => Enumerable.Range(0, OfEachCause).Select(i => (Cause: cause, Turn: i))).ToArray();
        random.Shuffle(order);
        for (var i = 0; i < order.Length; i++)
        {
            var (cause, turn) = order[i];
            var (services, texts) = (rows[cause][1].Split(','), rows[cause][2..]);
            var service = services[turn % services.Length];
            var text = texts[turn % texts.Length].Replace("{s}", service, StringComparison.Ordinal)
                .Replace("{n}", FormattableString.Invariant($"{random.Next(2, 99)}"), StringComparison.Ordinal).Split(" | ");
            yield return (
                new()
                {
                    Id = FormattableString.Invariant($"inc-{i:000}"), Workspace = "w", Title = text[0], Description = text[1], Source = "prometheus",
                    Severity = (Severity)random.Next(1, 4), CreatedAt = Begin.AddHours(3 * i), Phase = IncidentPhase.Resolved,
                    ResolvedAt = Begin.AddHours((3 * i) + 1),
                    Subject = new() { Service = service, Namespace = random.Next(2) == 0 ? "prod" : "shop" },
                    Labels = random.Next(2) == 0 ? [] : [new("alertname", Names[random.Next(Names.Length)])],
                }, cause);
        }
    }
}
