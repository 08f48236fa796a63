using Prometheus;

namespace AiSre.Api.Platform;

/// <summary>What a process is for, on <c>/metrics</c>: alerting rules tell one process from a cluster by it.</summary>
public static class ProcessInfo
{
    private static readonly Gauge Info = Metrics.CreateGauge(
        "ai_sre_process_info", "1; whether the process serves the API, and whether it is one of a cluster.", "api", "cluster");

    public static void Publish(bool servesApi, bool isInCluster) => Info.WithLabels(Word(servesApi), Word(isInCluster)).Set(1);

    private static string Word(bool value) => value ? "true" : "false";
}
