using AiSre.Benchmarks.Load;

namespace AiSre.Benchmarks.Compare;

/// <summary>One kind of load.</summary>
internal sealed record Scenario(string Name, int Connections, Func<IRequestSource> Source)
{
    public static readonly Scenario[] All =
    [
        new("small repeats, 1 a request", 64, () => new RepeatedAlerts(1, KubernetesAlert.Small)),
        new("small repeats, 100 a request", 16, () => new RepeatedAlerts(100, KubernetesAlert.Small)),
        new("small and all new, 1 a request", 64, () => new NewAlerts(1, json: KubernetesAlert.Small)),
        new("small and all new, 100 a request", 16, () => new NewAlerts(100, json: KubernetesAlert.Small)),
        new("repeats, 1 a request", 64, () => new RepeatedAlerts(1)),
        new("repeats, 100 a request", 16, () => new RepeatedAlerts(100)),
        new("all new, 1 a request", 64, () => new NewAlerts(1)),
        new("all new, 100 a request", 16, () => new NewAlerts(100)),
    ];
}
