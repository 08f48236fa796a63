using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>The pod that an answer speaks of: the alert's, else the worst of the workload at fault, else the worst of the alerting one.</summary>
internal static class PodContexts
{
    public static PodContext? Of(Scene scene, DiagnosisReport report)
    {
        var fault = report.Hypotheses.FirstOrDefault()?.Component;
        var pod = scene.Cluster.Pods.FirstOrDefault(one => one.Metadata.Name == scene.Symptom.Pod)
            ?? scene.Cluster.Pods.FirstOrDefault(one => fault is { Kind: "Pod" } && one.Metadata.Name == fault.Name
                && one.Metadata.NamespaceProperty == fault.Namespace)
            ?? Worst(scene.Workloads.Where(workload => workload.Component == fault))
            ?? Worst(scene.Workloads.Where(workload => LogPods.IsAbout(workload, scene.Symptom)));
        return pod is null ? null : new(pod.Metadata.NamespaceProperty ?? "", pod.Metadata.Name, PodHealth.Status(pod), PodHealth.Restarts(pod),
            PodHealth.LastTermination(pod), scene.WorkloadOf(pod) is { Component.Kind: "Deployment" } workload ? workload.Name : null);
    }

    private static V1Pod? Worst(IEnumerable<LiveWorkload> workloads) =>
        PodHealth.WorstFirst(workloads.SelectMany(workload => workload.Pods)).FirstOrDefault();
}
