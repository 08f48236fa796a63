using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Claims that wait for a volume: which one nearly fits, and what keeps it from fitting.</summary>
internal static partial class ClaimRules
{
    private static readonly Unfit[] Kinds = Enum.GetValues<Unfit>();

    public static ImmutableArray<Rule> All { get; } =
    [
        Nearly("pvc_storage_class_mismatch", Unfit.Class,
            "Correct storageClassName of the claim (make it anew: it cannot be changed), or make a volume of that class."),
        Nearly("pvc_capacity_mismatch", Unfit.Size, "Ask for no more storage than a volume has, or make a larger volume."),
        Nearly("pvc_access_mode_mismatch", Unfit.AccessMode, "Ask for an access mode that the volume offers, or make a volume that offers it."),
        Nearly("pvc_selector_mismatch", Unfit.Selector, "Correct the claim's selector, or label the volume as it asks."),
        Nearly("pv_binding_occupied", Unfit.Taken, "Make another volume, or free this one of the claim that has it."),
        Nearly("pv_released", Unfit.Released, "Take the old claimRef off the volume once its data is safe, or make a new volume."),
        Nearly("pvc_volume_mode_mismatch", Unfit.VolumeMode,
            "Ask for the volume's mode (Filesystem or Block), or make a volume of the mode that is asked for."),
        ClassMissing(),
        DefaultClass("default_storage_class_missing", isMissing: true),
        DefaultClass("default_storage_class_ambiguous", isMissing: false),
        DefaultsRefused(),
        ClaimMissing(),
        NoVolume(),
        NoVolumeOnNodes(),
    ];

    private static Rule Waiting(
        string cause, string looksAt, string advice, ImmutableArray<string> needs, Func<Scene, V1PersistentVolumeClaim, Sighting,
        (double, Statement)?> see) => new(
        cause, scene => from claim in Pending(scene)
                        let spec = Seen(claim)
                        let found = see(scene, claim, spec)
                        where found is not null
                        let user = scene.UsersOf(claim).Select(scene.ComponentOf).FirstOrDefault()
                        select Found.At(
                            user ?? new("PersistentVolumeClaim", claim.Namespace(), claim.Name()), found.Value.Item1, found.Value.Item2,
                            user is null ? null : Statement.That(
                                $"{user.Name} mounts claim {claim.Name()}.", Sighting.Of(user, $"volumes: claim {claim.Name()}"))))
    {
        Needs = ["persistentvolumeclaims", .. needs],
        LooksAt = looksAt,
        Advice = advice,
        Expected = "The claim is Bound, and its pod is placed.",
        Pattern = "volume_problem",
    };

    private static IEnumerable<V1PersistentVolumeClaim> Pending(Scene scene) =>
        scene.Cluster.Claims.Where(claim => claim.Status?.Phase is "Pending" or null && claim.Metadata.DeletionTimestamp is null
            && !WaitsForPod(scene, claim));

    /// <summary>A claim of a class that binds late waits until a pod is placed, and that is no fault of the claim.</summary>
    private static bool WaitsForPod(Scene scene, V1PersistentVolumeClaim claim) =>
        scene.Cluster.StorageClasses.FirstOrDefault(found => found.Name() == claim.Spec.StorageClassName)?.VolumeBindingMode == "WaitForFirstConsumer"
        && !scene.UsersOf(claim).Any();

    private static Sighting Seen(V1PersistentVolumeClaim claim) => Sighting.Of(
        claim, $"status.phase: {claim.Status?.Phase}, storageClassName: \"{claim.Spec.StorageClassName}\", storage: "
            + $"{Amounts.Written(claim.Spec.Resources?.Requests, "storage")}, accessModes: {string.Join(",", claim.Spec.AccessModes ?? [])}, "
            + $"volumeMode: {claim.Spec.VolumeMode}, "
            + $"selector: {Written(claim.Spec.Selector)}, volumeName: {claim.Spec.VolumeName}");

    private static string Written(V1LabelSelector? selector) => selector is null ? "" : string.Join(
        ", ", (selector.MatchLabels ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}")
            .Concat((selector.MatchExpressions ?? []).Select(rule => $"{rule.Key} {rule.OperatorProperty} {string.Join("|", rule.Values ?? [])}")));

    private static Rule Nearly(string cause, Unfit kind, string advice) => Waiting(
        cause, "claims that are Pending, and the volume that fits best but for this", advice, ["persistentvolumes"],
        (scene, claim, seen) =>
        {
            if (IsMadeOnDemand(scene, claim)) return null;
            var best = scene.Cluster.Volumes.Select(volume => (Volume: volume, Against: volume.Against(claim)))
                .Where(pair => pair.Against.Count > 0)
                .OrderByDescending(pair => pair.Volume.Name() == claim.Spec.VolumeName)
                .ThenBy(pair => pair.Against.Count)
                .ThenBy(pair => pair.Against.Contains(Unfit.Taken) || pair.Against.Contains(Unfit.Released))
                .FirstOrDefault();
            if (best.Volume is null || !best.Against.Contains(kind)) return null;
            var volume = Seen(best.Volume);
            var (name, its) = (claim.Name(), best.Volume.Name());
            return (best.Against.Count == 1 ? 0.93 : kind == Kinds.First(best.Against.Contains) ? 0.7 : 0.55, kind switch
            {
                Unfit.Class => Statement.That(
                    $"The storage class (storageClassName) of claim {name} does not match volume {its}: the claim asks for class "
                        + $"\"{claim.Spec.StorageClassName}\".", seen, volume),
                Unfit.Size => Statement.That(
                    $"Claim {name} asks for {Amounts.Written(claim.Spec.Resources?.Requests, "storage")}, a larger capacity than volume {its} has "
                        + $"({Amounts.Written(best.Volume.Spec.Capacity, "storage")}).",
                    seen, volume),
                Unfit.AccessMode => Statement.That(
                    $"Claim {name} asks for access mode {string.Join(",", claim.Spec.AccessModes)}, which volume {its} does not offer.", seen,
                    volume),
                Unfit.Selector => Statement.That(
                    $"The selector of claim {name} ({Written(claim.Spec.Selector)}) does not match the labels of volume {its}.", seen, volume),
                Unfit.VolumeMode => Statement.That(
                    $"Claim {name} asks for volumeMode {claim.Spec.VolumeMode}, which volume {its} does not have.", seen, volume),
                Unfit.Released => Statement.That(
                    $"Volume {its}, which claim {name} needs, is {best.Volume.Status.Phase} and is not given out again.", seen, volume),
                _ => Statement.That($"Volume {its}, which would suit claim {name}, is bound to another claim: {best.Volume.Spec.ClaimRef.Name}.",
                    seen, volume),
            });
        });

    private static Sighting Seen(V1PersistentVolume volume) => Sighting.Of(
        volume, $"status.phase: {volume.Status?.Phase}, claimRef: {volume.Spec.ClaimRef?.NamespaceProperty}/{volume.Spec.ClaimRef?.Name}, "
            + $"storageClassName: "
            + $"\"{volume.Spec.StorageClassName}\", capacity: {Amounts.Written(volume.Spec.Capacity, "storage")}, accessModes: "
            + $"{string.Join(",", volume.Spec.AccessModes ?? [])}, volumeMode: {volume.Spec.VolumeMode}, labels: "
            + string.Join(",", (volume.Metadata.Labels ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}={pair.Value}")));

    /// <summary>A provisioner makes volumes for it: those that are there already do not matter.</summary>
    private static bool IsMadeOnDemand(Scene scene, V1PersistentVolumeClaim claim) => string.IsNullOrEmpty(claim.Spec.VolumeName)
        && Class(scene, claim) is
    {
        Provisioner: not "kubernetes.io/no-provisioner"
    };

    private static V1StorageClass? Class(Scene scene, V1PersistentVolumeClaim claim) => claim.Spec.StorageClassName is { } name
        ? scene.Cluster.StorageClasses.FirstOrDefault(found => found.Name() == name)
        : scene.Cluster.StorageClasses.FirstOrDefault(ClaimMatches.IsDefault);

    private static Rule ClassMissing() => Waiting(
        "pvc_storage_class_mismatch", "claims that are Pending, and whether their storage class exists",
        "Correct storageClassName of the claim (make it anew: it cannot be changed), or create the storage class.", ["storageclasses"],
        (scene, claim, seen) => claim.Spec.StorageClassName is { Length: > 0 } name && Class(scene, claim) is null
            && !scene.Cluster.Volumes.Any(volume => volume.Spec.StorageClassName == name)
                ? (0.94, Statement.That(
                    $"Claim {claim.Name()} asks for storage class {name}, which does not exist: StorageClass \"{name}\" not found.",
                    [seen, .. Events(scene, claim, "ProvisioningFailed")]))
                : null);

    private static Rule DefaultClass(string cause, bool isMissing) => Waiting(
        cause, "claims without a class, and how many storage classes are the default",
        "Mark exactly one storage class as the default, or name a class in the claim.", ["storageclasses"],
        (scene, claim, seen) =>
        {
            if (claim.Spec.StorageClassName is not null || !string.IsNullOrEmpty(claim.Spec.VolumeName)) return null;
            List<V1StorageClass> defaults = [.. scene.Cluster.StorageClasses.Where(ClaimMatches.IsDefault)];
            return (isMissing, defaults.Count) switch
            {
                (true, 0) => (0.9, Statement.That(
                    $"Claim {claim.Name()} names no storage class, and there is no default StorageClass.",
                    [seen, .. Events(scene, claim, "FailedBinding")])),
                (false, > 1) => (0.7, Statement.That(
                    $"Claim {claim.Name()} names no storage class, and more than one StorageClass is the default (two or more).",
                    [seen, .. defaults.Select(found => Sighting.Of(found, "is-default-class: true"))])),
                _ => null,
            };
        });

    /// <summary>Before 1.26 the API server took no claim without a class while two were the default.</summary>
    private static Rule DefaultsRefused() => new("default_storage_class_ambiguous", scene =>
        (from refused in scene.Refused()
         let match = Defaults().Match(refused.Message)
         where match.Success
         select Found.At(
             refused.Workload.Component, 0.93,
             Statement.That(
                 $"The claims of {refused.Workload.Name} name no storage class, and more than one StorageClass is the default: {match.Value}.",
                 refused.Seen, refused.Workload.Standing()))).OncePerComponent())
    {
        Needs = ["events"],
        LooksAt = "FailedCreate events \"default StorageClasses were found\"",
        Advice = "Mark exactly one storage class as the default, or name a class in the claim.",
        Expected = "No more FailedCreate events, and the workload has all its pods.",
        Pattern = "volume_problem",
    };

    /// <summary>Claims that bind once a pod is placed, and no volume that a node could give them.</summary>
    private static Rule NoVolumeOnNodes() => SchedulingRules.Waits(
        "persistent_volume_missing", "\"didn't find available persistent volumes to bind\" of the scheduler",
        "Make a volume for the claim, or name a storage class whose provisioner makes one.", (placement, at) =>
            placement.Said is { } said && Unbindable().Match(placement.Message) is { Success: true } match
                ? Found.At(
                    at, 0.75,
                    Statement.That(
                        $"There is no persistent volume on any node that a claim of {at.Name} could bind: {match.Value}.",
                        said, placement.Pod.KeptBy(at)))
                : null) with
    {
        Pattern = "volume_problem",
    };

    private static IEnumerable<Sighting> Events(Scene scene, V1PersistentVolumeClaim claim, string reason) =>
        scene.EventsOf("PersistentVolumeClaim", claim.Namespace(), claim.Name())
            .Where(seen => seen.Reason == reason && scene.IsLate(seen.LastSeen())).Take(1).Select(Sighting.Of);

    private static Rule NoVolume() => Waiting(
        "persistent_volume_missing", "claims that are Pending without a provisioner and without any volume that could suit",
        "Make a volume for the claim, or name a storage class whose provisioner makes one.", ["persistentvolumes", "storageclasses"],
        (scene, claim, seen) => claim.Spec.StorageClassName is not null && !IsMadeOnDemand(scene, claim)
            && (claim.Spec.StorageClassName.Length == 0 || Class(scene, claim) is not null)
            && scene.Cluster.Volumes.All(volume => volume.Against(claim).Count > 2)
                ? (0.85, Statement.That($"There is no persistent volume for claim {claim.Name()}, and nothing makes one on demand.",
                    [seen, .. Events(scene, claim, "FailedBinding")]))
                : null);

    private static Rule ClaimMissing() => new("pvc_missing", scene =>
        from pod in scene.LivePods()
        where pod.IsUnplaced()
        from name in pod.ClaimNames()
        where scene.Claim(pod, name) is null
        let component = scene.ComponentOf(pod)
        select Found.At(
            component, 0.86,
            Statement.That(
                $"Claim {name}, which {component.Name} mounts, does not exist: persistentvolumeclaim \"{name}\" not found.",
                Sighting.Of(pod, $"spec.volumes.persistentVolumeClaim.claimName: {name}"),
                Sighting.Of(component, $"persistentvolumeclaim \"{name}\" not found"))))
    {
        Needs = ["persistentvolumeclaims", "pods"],
        LooksAt = "claims that pods without a node mount, and whether they exist",
        Advice = "Create the claim, or correct claimName in the pod template. If it was refused, a quota or policy says so to whoever applies it.",
        Expected = "The claim is Bound, and the pod is placed.",
        Pattern = "volume_problem",
    };

    [GeneratedRegex(@"\d+ default StorageClasses were found|more than one default storage ?class[^""\n]*", RegexOptions.IgnoreCase)]
    private static partial Regex Defaults();

    [GeneratedRegex(@"\d+ node\(s\) (?:didn't find available persistent volumes to bind|did(?:n't| not) have enough free storage)")]
    private static partial Regex Unbindable();
}
