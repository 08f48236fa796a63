using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>Which claims a pod mounts, and which pods a claim holds up.</summary>
public static class PodClaims
{
    public static IEnumerable<string> ClaimNames(this V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return (pod.Spec?.Volumes ?? []).Select(volume => volume.PersistentVolumeClaim?.ClaimName
            ?? (volume.Ephemeral is null ? null : $"{pod.Name()}-{volume.Name}")).OfType<string>();
    }

    public static V1PersistentVolumeClaim? Claim(this Scene scene, V1Pod pod, string name)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return scene.Cluster.Claims.FirstOrDefault(claim => claim.Name() == name && claim.Namespace() == pod.Namespace());
    }

    /// <summary>Live pods that mount a claim.</summary>
    public static IEnumerable<V1Pod> UsersOf(this Scene scene, V1PersistentVolumeClaim claim) =>
        scene.LivePods().Where(pod => pod.Namespace() == claim.Namespace() && pod.WantsClaims(scene).Contains(claim.Name()));

    /// <summary>A pod that is not described in full still has its template.</summary>
    private static IEnumerable<string> WantsClaims(this V1Pod pod, Scene scene) =>
        pod.ClaimNames().Concat((scene.Wanted(pod).Volumes ?? []).Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>());

    public static bool HasDisk(this V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return (pod.Spec?.Volumes ?? [])
            .Any(volume => volume.PersistentVolumeClaim is not null || volume.HostPath is not null || volume.Nfs is not null
            || volume.Csi is not null || volume.Ephemeral is not null);
    }
}
