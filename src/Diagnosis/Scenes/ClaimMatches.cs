using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>Why a volume does not suit a claim.</summary>
public enum Unfit
{
    Class, Size, AccessMode, Selector, VolumeMode, Taken, Released,
}

/// <summary>How a claim and a volume fit, as the binder of volumes sees it.</summary>
public static class ClaimMatches
{
    private const string DefaultNote = "storageclass.kubernetes.io/is-default-class";
    private const string OldDefaultNote = "storageclass.beta.kubernetes.io/is-default-class";

    public static bool IsDefault(this V1StorageClass found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var notes = found.Metadata.Annotations;
        return notes is not null
            && ((notes.TryGetValue(DefaultNote, out var is1) && is1 == "true") || (notes.TryGetValue(OldDefaultNote, out var is2) && is2 == "true"));
    }

    /// <summary>Everything that keeps the volume from the claim; nothing if it fits.</summary>
    public static IReadOnlyList<Unfit> Against(this V1PersistentVolume volume, V1PersistentVolumeClaim claim)
    {
        ArgumentNullException.ThrowIfNull(volume);
        ArgumentNullException.ThrowIfNull(claim);
        return [.. Obstacles(volume, claim)];
    }

    private static IEnumerable<Unfit> Obstacles(V1PersistentVolume volume, V1PersistentVolumeClaim claim)
    {
        if ((claim.Spec.StorageClassName ?? "") != (volume.Spec.StorageClassName ?? "")) yield return Unfit.Class;
        if (Amounts.Of(claim.Spec.Resources?.Requests, "storage") > Amounts.Of(volume.Spec.Capacity, "storage")) yield return Unfit.Size;
        if ((claim.Spec.AccessModes ?? []).Except(volume.Spec.AccessModes ?? []).Any()) yield return Unfit.AccessMode;
        if (claim.Spec.Selector is { } selector && !LabelSelectors.Match(selector, volume.Metadata.Labels)) yield return Unfit.Selector;
        if ((claim.Spec.VolumeMode ?? "Filesystem") != (volume.Spec.VolumeMode ?? "Filesystem")) yield return Unfit.VolumeMode;
        if (volume.Status?.Phase is "Released" or "Failed") yield return Unfit.Released;
        else if (volume.Spec.ClaimRef is { } taken
            && (taken.Name != claim.Name() || taken.NamespaceProperty != claim.Namespace())) yield return Unfit.Taken;
    }
}
