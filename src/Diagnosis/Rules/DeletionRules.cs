using System.Collections.Immutable;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>What is on its way out, and takes nothing new or never goes.</summary>
internal static class DeletionRules
{
    public static ImmutableArray<Rule> All { get; } = [NamespaceTerminating(), FinalizerBlocks()];

    private static readonly string[] Remaining =
        ["NamespaceFinalizersRemaining", "NamespaceDeletionContentFailure", "NamespaceContentRemaining"];

    private static Rule NamespaceTerminating() => new("namespace_terminating", scene =>
        from space in scene.Cluster.Namespaces
        where space.Status?.Phase == "Terminating" || space.Metadata.DeletionTimestamp is not null
        let refused = scene.Refused().FirstOrDefault(refused =>
            refused.Workload.Namespace == space.Name() && refused.Message.Contains("being terminated", StringComparison.Ordinal))
        let left = Remaining.Select(type => space.Status?.Conditions?.FirstOrDefault(found => found.Status == "True" && found.Type == type))
            .FirstOrDefault(found => found is not null)
        let isHeld = left?.Type == Remaining[0]
        select Found.At(
            new("Namespace", "", space.Name()), refused is null ? 0.75 : 0.95,
            Statement.That(
                CarriedPhrase.Of(
                    $"Namespace {space.Name()}", isHeld
                        ? "is being deleted (Terminating) and a finalizer holds it: nothing new can be created in it"
                        : "is being deleted (Terminating): nothing new can be created in it"),
                [Sighting.Of(space, $"Namespace {space.Name()}: status.phase: Terminating"), .. refused is null ? (Sighting[])[] : [refused.Seen]]),
            left is null ? null : Statement.That(
                $"What is left: {Found.Short(left.Message)}", Sighting.Of(space, $"status.conditions.{left.Type}: {left.Message}"))) with
        {
            Affects = [.. scene.Workloads.Where(workload => workload.Namespace == space.Name() && workload.IsShort)
                .Select(workload => workload.Component)],
        })
    {
        Needs = ["namespaces"],
        LooksAt = "the namespace's phase and conditions, FailedCreate events \"because it is being terminated\"",
        Advice = "Find out who deleted it. A deletion cannot be taken back: let it end (remove what holds it), create the namespace anew and deploy "
            + "again.",
        Expected = "The namespace is Active, and the workload has all its pods.",
        Pattern = "namespace_terminating",
    };

    private static Rule FinalizerBlocks() => new("finalizer_blocks_deletion", scene =>
        from found in Deleted(scene)
        let since = new DateTimeOffset(DateTime.SpecifyKind(found.Metadata.DeletionTimestamp!.Value, DateTimeKind.Utc))
        where scene.Now - since > TimeSpan.FromMinutes(5)
        let finalizer = found.Metadata.Finalizers[0]
        let component = new Component(found.Kind, found.Metadata.NamespaceProperty ?? "", found.Metadata.Name)
        select Found.At(
            component, IsWaitedFor(scene, component) ? 0.9 : finalizer.StartsWith("kubernetes.io/", StringComparison.Ordinal) ? 0.55 : 0.8,
            Statement.That(
                $"{found.Kind} {found.Metadata.Name} cannot be deleted: finalizer {finalizer} was never removed, so it stays Terminating.",
                Sighting.Of(component, $"metadata.deletionTimestamp: {since:u}, finalizers: {string.Join(", ", found.Metadata.Finalizers)}",
                    since))) with
        {
            Since = since,
        })
    {
        Needs = [],
        LooksAt = "objects with a deletionTimestamp of more than five minutes ago and finalizers",
        Advice = "Bring back the controller that owns the finalizer. Take the finalizer off by hand only if that controller is gone for good.",
        Expected = "The object is gone.",
        Pattern = "stuck_terminating",
    };

    /// <summary>The scheduler places no pod whose claim is on its way out.</summary>
    private static bool IsWaitedFor(Scene scene, Component component) => component.Kind == "PersistentVolumeClaim"
        && scene.Unplaced().Any(placement => placement.Says("is being deleted") && placement.Pod.Namespace() == component.Namespace
            && placement.Pod.ClaimNames().Contains(component.Name));

    private static IEnumerable<(string Kind, V1ObjectMeta Metadata)> Deleted(Scene scene)
    {
        var cluster = scene.Cluster;
        IEnumerable<(string Kind, V1ObjectMeta Metadata)> all =
        [
            .. cluster.Pods.Select(found => ("Pod", found.Metadata)), .. cluster.Claims.Select(found => ("PersistentVolumeClaim", found.Metadata)),
            .. cluster.Volumes.Select(found => ("PersistentVolume", found.Metadata)),
            .. cluster.Services.Select(found => ("Service", found.Metadata)),
            .. cluster.Deployments.Select(found => ("Deployment", found.Metadata)),
            .. cluster.StatefulSets.Select(found => ("StatefulSet", found.Metadata)),
            .. cluster.Ingresses.Select(found => ("Ingress", found.Metadata)), .. cluster.Jobs.Select(found => ("Job", found.Metadata)),
            .. cluster.ConfigMaps.Select(found => ("ConfigMap", found.Metadata)), .. cluster.Customs.Select(found => (found.Kind, found.Metadata)),
        ];
        return all.Where(found => found.Metadata is { DeletionTimestamp: not null, Finalizers.Count: > 0 });
    }
}
