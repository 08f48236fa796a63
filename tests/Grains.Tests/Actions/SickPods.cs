using AiSre.Domain.Diagnosis;
using AiSre.Grains.Diagnosis;

namespace AiSre.Grains.Tests.Actions;

/// <summary>Finds that the pod of an alert dies of its memory, in the deployment that a <see cref="FakeCluster"/> has.</summary>
internal sealed class SickPods : IDiagnostician
{
    public Task<DiagnosisReport> ExplainAsync(string workspace, string? cluster, Symptom symptom, int logLimit) => Task.FromResult(new DiagnosisReport
    {
        At = symptom.StartedAt,
        Cluster = "east",
        Pod = symptom.Pod is { } pod ? new(FakeCluster.Cart.Namespace, pod, "CrashLoopBackOff", 4, "OOMKilled", FakeCluster.Cart.Name) : null,
        Hypotheses = symptom.Pod is null
            ? []
            :
            [
                new()
                {
                    Cause = "oom_killed", Component = new(FakeCluster.Cart.Kind, FakeCluster.Cart.Namespace, FakeCluster.Cart.Name),
                    Confidence = 0.9, Claims = [new("It was killed for its memory.", ["E1"])],
                },
            ],
        Evidence = [],
    });
}
