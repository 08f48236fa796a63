using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>
/// Volumes that a pod waits for, as their attachments show it. The event about a volume that another node still has is said once; after an hour only
/// the attachment tells.
/// </summary>
internal static class AttachmentRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        Of("volume_multi_attach", "attachments to another node of a ReadWriteOnce volume that a pod waits for",
            "End the pod that still has the volume (its node may be down), use the Recreate strategy, or a volume that may be attached to many "
                + "nodes.",
            HeldElsewhere),
        Of("volume_attach_failed", "errors of the attachments of a volume that a pod waits for",
            "Read what the storage provider says: the volume may be gone, in another zone, or the node may have too many.", NotAttached),
    ];

    private static Rule Of(string cause, string looksAt, string advice, Func<Waiting, IEnumerable<V1VolumeAttachment>, Finding?> see) => new(
        cause, scene => Waits(scene)
            .Select(waiting => see(waiting, scene.Cluster.VolumeAttachments.Where(one => one.Spec.Source.PersistentVolumeName == waiting.Volume)))
            .OfType<Finding>().OncePerComponent())
    {
        Needs = ["volumeattachments", "persistentvolumeclaims", "pods"],
        LooksAt = looksAt,
        Advice = advice,
        Expected = "The pod's containers start.",
        Pattern = "volume_problem",
    };

    private static Finding? HeldElsewhere(Waiting waiting, IEnumerable<V1VolumeAttachment> attachments)
    {
        var node = waiting.Pod.Spec.NodeName;
        var isShared = (waiting.Claim.Spec.AccessModes ?? []).Any(mode => mode is "ReadWriteMany" or "ReadOnlyMany");
        var held = attachments.FirstOrDefault(one => one.Spec.NodeName != node && one.Status?.Attached == true);
        return isShared || held is null ? null : Found.At(
            waiting.At, 0.85,
            Statement.That(
                $"The ReadWriteOnce volume of {waiting.At.Name} is still attached to another node ({held.Spec.NodeName}), and cannot be attached "
                    + $"to {node}.",
                Sighting.Of(held, $"spec.nodeName: {held.Spec.NodeName}, persistentVolumeName: {waiting.Volume}, status.attached: true"),
                Sighting.Of(waiting.Pod, $"spec.nodeName: {node}, ContainerCreating, claim {waiting.Claim.Name()}"),
                waiting.Pod.KeptBy(waiting.At)));
    }

    private static Finding? NotAttached(Waiting waiting, IEnumerable<V1VolumeAttachment> attachments)
    {
        var failed = attachments.FirstOrDefault(
            one => one.Spec.NodeName == waiting.Pod.Spec.NodeName && one.Status is { Attached: false, AttachError.Message.Length: > 0 });
        return failed is null ? null : Found.At(
            waiting.At, 0.88,
            Statement.That(
                $"The volume of {waiting.At.Name} cannot be attached to its node: {Found.Short(failed.Status.AttachError.Message, 200)}.",
                Sighting.Of(failed, $"status.attachError: {failed.Status.AttachError.Message}"), waiting.Pod.KeptBy(waiting.At)));
    }

    private static IEnumerable<Waiting> Waits(Scene scene) =>
        from pod in scene.LivePods()
        where pod.Spec?.NodeName is { Length: > 0 } && !pod.IsUpAndReady()
            && pod.States().All(state => state.State?.Waiting?.Reason is "ContainerCreating" or "PodInitializing")
        from name in pod.ClaimNames()
        let claim = scene.Claim(pod, name)
        where claim?.Spec.VolumeName is { Length: > 0 }
        select new Waiting(pod, claim, claim.Spec.VolumeName, scene.ComponentOf(pod));

    private sealed record Waiting(V1Pod Pod, V1PersistentVolumeClaim Claim, string Volume, Component At);
}
