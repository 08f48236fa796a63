using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiSre.Domain.Deploys;
using AiSre.Domain.Kubernetes;

namespace AiSre.Grains.Workflows;

/// <summary>How definitions see what was read (docs/workflows.md). Names are only added.</summary>
internal static class EvidenceShapes
{
    private const int LongestLog = 8_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static string Write(IReadOnlyDictionary<string, object> members) => JsonSerializer.Serialize(members, Options);

    /// <summary>A pod, and of its containers the one that is worst off.</summary>
    public static object Pod(PodFacts pod)
    {
        var container = pod.Containers.OrderByDescending(one => one.WaitingReason is not null)
            .ThenByDescending(one => one.LastTerminationReason is not (null or "Completed")).ThenByDescending(one => one.Restarts).FirstOrDefault();
        return new
        {
            pod.Ref.Name, pod.Ref.Namespace, pod.Ref.Uid, pod.Phase, Ready = pod is { IsReady: true, DeletionTimestamp: null }, pod.Restarts,
            Terminating = pod.DeletionTimestamp is not null, pod.CreatedAt, pod.Node, Container = container?.Name, container?.Image,
            container?.MemoryLimit, container?.CpuLimit, container?.WaitingReason, container?.LastTerminationReason, container?.LastExitCode,
            container?.LastTerminatedAt,
        };
    }

    /// <summary>There is none yet that could be ready.</summary>
    public static object NoPod(string detail) => new { Ready = false, Detail = detail };

    public static object Workload(WorkloadFacts workload) => new
    {
        workload.Ref.Kind, workload.Ref.Name, workload.DesiredReplicas, workload.ReadyReplicas, workload.UpdatedReplicas,
        Paused = workload.IsPaused, RollingOut = workload.IsRollingOut, workload.Revision,
    };

    public static object Event(EventFacts one) => new { one.Type, one.Reason, one.Message, one.Count, one.LastSeen };

    /// <summary>Of a long log the end, which is where it stopped.</summary>
    public static object Log(LogTailFacts log) => new
    {
        log.Container, Text = log.Text.Length > LongestLog ? log.Text[^LongestLog..] : log.Text, Cut = log.IsCut || log.Text.Length > LongestLog,
    };

    public static object Revision(RevisionFacts one) =>
        new { one.Revision, one.Images, one.CreatedAt, one.Desired, one.Ready, one.ChangeCause };

    public static object Deploy(Deploy one) => new
    {
        one.Id, one.Service, one.Namespace, one.Actor, one.Image, one.Version, one.CommitSha, Status = one.Status.Word(), DeployedAt = one.At,
        one.Url,
    };

    public static object Node(NodeFacts node) =>
        new { node.Name, Ready = node.IsReady, Schedulable = node.IsSchedulable, node.Pressures, node.Taints, node.Reason };
}
