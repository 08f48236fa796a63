using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Claims that find no volume, and volumes that cannot be attached, mounted or written.</summary>
public static partial class StorageRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        .. ClaimRules.All,
        .. AttachmentRules.All,
        ClaimLost(),
        VolumeFailed(),
        ProvisioningFailed(),
        ProvisionerDown(),
        Mount(
            "volume_multi_attach", "\"Multi-Attach error\" events", MultiAttach(), 0.93,
            "End the pod that still has the volume (its node may be down), use the Recreate strategy, or a volume that may be attached to many "
                + "nodes.",
            (at, why, seen) => Statement.That(
                $"The ReadWriteOnce volume of {at.Name} is still attached to another node, Multi-Attach error: {why}.", seen)),
        Mount(
            "csi_driver_missing", "\"driver name … not found in the list of registered CSI drivers\"", NoDriver(), 0.92,
            "Install the CSI driver on the node: its DaemonSet has no running pod there.",
            (at, why, seen) => Statement.That($"The CSI driver for the volume of {at.Name} is not registered on its node: {why}.", seen)),
        Mount(
            "volume_mount_permission_denied", "FailedMount events \"permission denied\", \"access denied by server\"", Denied(), 0.9,
            "Give the pod's user the right to the volume: fsGroup, owner of the path, or the export of the file server.",
            (at, why, seen) => Statement.That($"Mounting the volume of {at.Name} is refused, permission denied: {why}.", seen)),
        Mount(
            "volume_attach_failed", "FailedAttachVolume events", AttachFailed(), 0.88,
            "Read what the storage provider says: the volume may be gone, in another zone, or the node may have too many.",
            (at, why, seen) => Statement.That($"The volume of {at.Name} cannot be attached to its node: {why}.", seen)),
        Mount(
            "volume_mount_failed", "FailedMount events of a pod that does not start", MountFailed(), 0.85,
            "Read what the mount says: path, file system, server or driver.",
            (at, why, seen) => Statement.That($"The volume of {at.Name} cannot be mounted: {why}.", seen)),
        Mount(
            "volume_mount_failed", "\"timed out waiting\" for volumes, without a reason", MountTimedOut(), 0.6,
            "Look at the volume's driver on the node, and at the VolumeAttachment.",
            (at, why, seen) => Statement.That($"The volumes of {at.Name} are not mounted in time: {why}.", seen)),
        PermissionDenied(),
        VolumeFull(),
        EphemeralLimit(),
    ];

    private static Rule Of(string cause, string looksAt, string advice, string expected, ImmutableArray<string> needs, Func<Scene,
        IEnumerable<Finding>> see) =>
        new(cause, scene => see(scene).OncePerComponent())
        {
            Needs = needs, LooksAt = looksAt, Advice = advice, Expected = expected, Pattern = "volume_problem",
        };

    private static Rule ClaimLost() => Of(
        "pvc_lost", "claims whose phase is Lost or whose volume does not exist", "Restore the data into a new volume, and make the claim anew.",
        "The claim is Bound, and the pod runs.", ["persistentvolumeclaims", "persistentvolumes"],
        scene => from claim in scene.Cluster.Claims
                 let isGone = claim.Spec.VolumeName is { Length: > 0 } name && !scene.Cluster.Volumes.Any(volume => volume.Name() == name)
                 where claim.Status?.Phase == "Lost" || (isGone && claim.Status?.Phase == "Bound"
                     && (!scene.Cluster.Volumes.IsEmpty || scene.Unplaced().Any(placement => placement.Says("non-existent persistentvolume"))))
                 let user = scene.UsersOf(claim).Select(scene.ComponentOf).FirstOrDefault()
                 let seen = Sighting.Of(claim, $"status.phase: {claim.Status?.Phase}, spec.volumeName: {claim.Spec.VolumeName}")
                 select Found.At(
                     user ?? new("PersistentVolumeClaim", claim.Namespace(), claim.Name()), claim.Status?.Phase == "Lost" ? 0.94 : 0.7,
                     Statement.That($"Claim {claim.Name()} has lost its volume: persistent volume {claim.Spec.VolumeName} no longer exists.", seen),
                     user is null ? null : Statement.That($"{user.Name} mounts it.", Sighting.Of(user, $"volumes: claim {claim.Name()}"))));

    private static Rule VolumeFailed() => Of(
        "pv_failed", "volumes whose phase is Failed, and the claims that need them", "Read the volume's message; clean it up, or make a new one.",
        "The volume is Bound or Available.", ["persistentvolumes"],
        scene => from volume in scene.Cluster.Volumes
                 where volume.Status?.Phase == "Failed"
                 let claim = scene.Cluster.Claims.FirstOrDefault(claim =>
                     claim.Spec.VolumeName == volume.Name()
                         || (claim.Name() == volume.Spec.ClaimRef?.Name && claim.Namespace() == volume.Spec.ClaimRef?.NamespaceProperty))
                 let user = claim is null ? null : scene.UsersOf(claim).Select(scene.ComponentOf).FirstOrDefault()
                 select Found.At(
                     user ?? new("PersistentVolume", "", volume.Name()), user is null ? 0.45 : 0.85,
                     Statement.That(
                         $"Volume {volume.Name()} is Failed: {Found.Short(volume.Status.Message ?? volume.Status.Reason ?? "")}.",
                         Sighting.Of(volume, $"status.phase: Failed, {volume.Status.Reason} {volume.Status.Message}"))));

    private static Rule ProvisioningFailed() => Of(
        "volume_provisioning_failed", "ProvisioningFailed events of claims that are Pending",
        "Read what the provisioner says: quota, zone, parameters or rights.",
        "The claim is Bound.", ["persistentvolumeclaims", "events"],
        scene => from claim in scene.Cluster.Claims
                 where claim.Status?.Phase == "Pending"
                 let seen = scene.EventsOf("PersistentVolumeClaim", claim.Namespace(), claim.Name())
                     .FirstOrDefault(seen => seen.Reason == "ProvisioningFailed" && scene.IsLate(seen.LastSeen()))
                 where seen is not null && !ClassNotFound().IsMatch(seen.Message ?? "")
                 let user = scene.UsersOf(claim).Select(scene.ComponentOf).FirstOrDefault()
                 select Found.At(
                     user ?? new("PersistentVolumeClaim", claim.Namespace(), claim.Name()), 0.9,
                     Statement.That($"No volume could be provisioned for claim {claim.Name()}: {Found.Short(seen.Message ?? "", 240)}.",
                         Sighting.Of(seen))));

    private static Rule ProvisionerDown() => Of(
        "volume_provisioner_down", "claims that wait for an external provisioner for minutes, and whether its driver is registered",
        "Bring the provisioner's pods back, or correct the provisioner of the storage class.", "The claim is Bound.",
        ["persistentvolumeclaims", "events", "storageclasses"],
        scene => from claim in scene.Cluster.Claims
                 where claim.Status?.Phase == "Pending"
                 let events = scene.EventsOf("PersistentVolumeClaim", claim.Namespace(), claim.Name()).Where(seen => scene.IsLate(seen.LastSeen()))
                     .ToList()
                 let waits = events.FirstOrDefault(seen => seen.Reason == "ExternalProvisioning")
                 where waits is not null && !events.Any(seen => seen.Reason is "ProvisioningFailed" or "Provisioning")
                     && claim.Metadata.CreationTimestamp is { } made
                         && scene.Now - new DateTimeOffset(DateTime.SpecifyKind(made, DateTimeKind.Utc)) > TimeSpan.FromMinutes(2)
                 let match = Provisioner().Match(waits.Message ?? "")
                 where match.Success
                 let user = scene.UsersOf(claim).Select(scene.ComponentOf).FirstOrDefault()
                 select Found.At(
                     user ?? new("PersistentVolumeClaim", claim.Namespace(), claim.Name()), 0.85,
                     Statement.That(
                         $"Claim {claim.Name()} waits for provisioner {match.Groups["name"].Value}, which does not answer: it is down or not "
                             + $"installed.",
                         Sighting.Of(waits))));

    /// <summary>A pod that has a node and not yet its containers: what the last mount said.</summary>
    private static Rule Mount(
        string cause, string looksAt, Regex pattern, double confidence, string advice, Func<Component, string, Sighting[], Statement> says) => Of(
        cause, looksAt, advice, "The pod's containers start.", ["pods", "events"],
        scene => from pod in scene.LivePods()
                 where !string.IsNullOrEmpty(pod.Spec?.NodeName) && !pod.IsUpAndReady() && pod.States().All(state => state.State?.Running is null)
                 let events = scene.EventsOf(pod, "FailedMount", "FailedAttachVolume", "FailedMapVolume").ToList()
                 from seen in events.Take(6)
                 let match = pattern.Match(seen.Message ?? "")
                 where match.Success && !Config().IsMatch(seen.Message ?? "")
                 let component = scene.ComponentOf(pod)
                 select Found.At(
                     component, confidence, says(component, Why(match.Value), [Sighting.Of(seen), pod.KeptBy(component)])));

    /// <summary>The first line says that a mount failed, and what the mount program wrote stands some lines below.</summary>
    private static string Why(string message) => Output().Match(message) is { Success: true } output
        ? output.Groups["said"].Value
        : Found.Short(message, 200);

    private static Rule PermissionDenied() => Of(
        "volume_mount_permission_denied",
        "\"permission denied\" about files in the log of a container that mounts a volume, and crashes or names its path",
        "Give the container's user the right to the path: fsGroup, runAsUser, or the owner and mode of the directory.",
        "No more \"permission denied\", and the pod stays up.",
        ["logs", "pods"],
        scene => from found in scene.Lines(
            pod => pod.IsLive() && pod.HasDisk(), line => NotAllowed().IsMatch(line) && AboutFiles().IsMatch(line) && scene.IsFresh(line))
                 let component = scene.ComponentOf(found.Pod)
                 let paths = Paths(found.Pod)
                 let isCrashing = found.Pod.States().Any(PodStates.IsCrashing)
                 let isNamed = paths.Any(path => path.Length > 1 && found.Line.Contains(path, StringComparison.Ordinal))
                 where isCrashing || isNamed
                 select Found.At(
                     component, isNamed ? (isCrashing ? 0.93 : 0.85) : 0.85,
                     Statement.That(
                         $"{component.Name} may not use its volume, permission denied: {Found.Short(found.Line)}.",
                         Sighting.Of(found.Log, found.Line), Sighting.Of(component, $"mounts volumes at {string.Join(", ", paths)}"))));

    private static List<string> Paths(V1Pod pod)
    {
        var disks = (pod.Spec?.Volumes ?? [])
            .Where(volume => volume.PersistentVolumeClaim is not null || volume.HostPath is not null || volume.Nfs is not null)
            .Select(volume => volume.Name).ToHashSet();
        return [.. (pod.Spec?.Containers ?? []).SelectMany(container => container.VolumeMounts ?? []).Where(mount => disks.Contains(mount.Name))
            .Select(mount => mount.MountPath)];
    }

    private static Rule VolumeFull() => Of(
        "volume_full", "\"no space left on device\" in the log of a pod that mounts a claim",
        "Enlarge the volume, or delete what is not needed on it.",
        "No more \"no space left on device\", and the pod stays up.", ["logs", "pods"],
        scene => from found in scene.Lines(
                     pod => pod.IsLive() && (pod.Spec?.Volumes ?? []).Any(volume => volume.PersistentVolumeClaim is not null),
                     line => Full().IsMatch(line) && scene.IsFresh(line))
                 let component = scene.ComponentOf(found.Pod)
                 let isHurt = !found.Pod.IsUpAndReady() || found.Pod.States().Any(PodStates.IsCrashing)
                 let claim = found.Pod.ClaimNames().First()
                 select Found.At(
                     component, isHurt ? 0.94 : 0.88,
                     Statement.That(
                         $"The volume of {component.Name} is full: {Full().Match(found.Line).Value}.",
                         Sighting.Of(found.Log, found.Line), found.Pod.KeptBy(component)),
                     Statement.That($"It mounts claim {claim}.", Sighting.Of(found.Pod, $"spec.volumes.persistentVolumeClaim.claimName: {claim}"))));

    private static Rule EphemeralLimit() => Of(
        "ephemeral_storage_limit_exceeded", "pods evicted within the hour for more local storage than their limit",
        "Write less to the container's own disk, or raise its ephemeral-storage limit or the emptyDir's sizeLimit.", "No more Evicted events.",
        ["pods", "events"],
        scene => from pod in scene.Cluster.Pods
                 let told = scene.EventsOf(pod, "Evicted").FirstOrDefault(seen => LocalLimit().IsMatch(seen.Message ?? ""))
                 let at = told?.LastSeen() ?? EvictedAt(pod)
                 where at is not null && scene.IsLate(at.Value)
                 let seen = told is null ? Sighting.Of(pod, $"status: {pod.Status.Reason}: {pod.Status.Message}", at) : Sighting.Of(told)
                 let component = scene.ComponentOf(pod)
                 select Found.At(
                     component, 0.9,
                     Statement.That(
                         $"{component.Name} was evicted for using more ephemeral storage than its limit: "
                             + $"{Found.Short(LocalLimit().Match(seen.Text).Value)}.",
                         seen, pod.KeptBy(component))) with
                 {
                     Since = at,
                 }) with
    {
        Pattern = "evicted",
    };

    /// <summary>The evicted pod stays when the event about it is gone.</summary>
    private static DateTimeOffset? EvictedAt(V1Pod pod) => pod.Status is { Reason: "Evicted", Message: { } message } && LocalLimit().IsMatch(message)
        ? (pod.Condition("DisruptionTarget")?.LastTransitionTime ?? pod.Condition("Ready")?.LastTransitionTime
            ?? pod.States().Select(state => state.State?.Terminated?.FinishedAt).Max()).Utc()
        : null;

    [GeneratedRegex(@"Multi-Attach error for volume .*", RegexOptions.IgnoreCase)]
    private static partial Regex MultiAttach();

    [GeneratedRegex(@"driver name \S+ not found in the list of registered CSI drivers")]
    private static partial Regex NoDriver();

    [GeneratedRegex(@"(?:access denied by server|permission denied|Permission denied|operation not permitted|AccessDenied).*")]
    private static partial Regex Denied();

    [GeneratedRegex(@"AttachVolume\.(?:Attach|FindAttachablePluginBySpec|NewAttacher) failed for volume ""[^""]*"" ?: .*", RegexOptions.Singleline)]
    private static partial Regex AttachFailed();

    [GeneratedRegex(@"^(?:Mounting )?[Oo]utput: (?<said>[^\n]{1,300})", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"(?:MountVolume\.\w+|MapVolume\.\w+)(?: \w+)? failed for volume ""[^""]*"" ?: .*|hostPath type check failed: .*"
        + @"|failed to prepare subPath .*", RegexOptions.Singleline)]
    private static partial Regex MountFailed();

    [GeneratedRegex(@"(?:configmap|secret) ""[^""]+"" not found|references non-existent|object ""[^""]+""/""[^""]+"" not registered"
        + @"|failed to sync (?:configmap|secret) cache|failed to fetch token", RegexOptions.IgnoreCase)]
    private static partial Regex Config();

    [GeneratedRegex("Unable to attach or mount volumes: .*", RegexOptions.Singleline)]
    private static partial Regex MountTimedOut();

    [GeneratedRegex(@"storageclass\.storage\.k8s\.io ""[^""]+"" not found")]
    private static partial Regex ClassNotFound();

    [GeneratedRegex(@"(?:external provisioner|provisioner) ['""](?<name>[^'""]+)['""]")]
    private static partial Regex Provisioner();

    [GeneratedRegex(@"(?:permission denied|EACCES|operation not permitted|AccessDeniedException|has (?:wrong ownership|invalid permissions))"
        + "(?! for (?:table|relation|schema|database|sequence|user))", RegexOptions.IgnoreCase)]
    private static partial Regex NotAllowed();

    [GeneratedRegex(@"open|read|writ|creat|mkdir|chown|chmod|access|load|director|file|/", RegexOptions.IgnoreCase)]
    private static partial Regex AboutFiles();

    [GeneratedRegex(@"no space left on device|ENOSPC\b|not enough space on the disk|disk quota exceeded|There is not enough space|disk is full"
        + @"|disk full", RegexOptions.IgnoreCase)]
    private static partial Regex Full();

    [GeneratedRegex(@"ephemeral local storage usage exceeds.*|exceeded its local ephemeral storage limit.*"
        + @"|Usage of EmptyDir volume .* exceeds the limit.*", RegexOptions.IgnoreCase)]
    private static partial Regex LocalLimit();
}
