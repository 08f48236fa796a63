using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Scenes;

/// <summary>One series about one component over the time around the incident.</summary>
/// <param name="Name">Of a closed list: <c>cpu</c> (cores), <c>memory</c> (bytes), <c>throttled</c> (seconds a second), <c>latency</c>
/// and <c>latency_p50</c> (seconds), <c>rate</c> (requests a second), <c>retransmits</c> (segments a second, of a node).</param>
/// <param name="About">A workload, a pod or a node.</param>
/// <param name="Before">Its mean in the first quarter of the time.</param>
/// <param name="Now">Its mean in the last quarter.</param>
public sealed record MetricTrend(
    string Name, Component About, double Before, double Now, double Mean, double Min, double Max, DateTimeOffset From, DateTimeOffset To);
