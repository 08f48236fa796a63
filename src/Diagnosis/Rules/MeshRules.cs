using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>What a service mesh adds: its policies, its sidecars, its mutual TLS.</summary>
internal static partial class MeshRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("mesh_policy_denies", MeshDenies)
        {
            Needs = ["logs"],
            LooksAt = "Refusals of a mesh in logs (RBAC: access denied), and AuthorizationPolicies that select the called pods",
            Advice = "Let the AuthorizationPolicy admit the caller's service account.",
            Expected = "Calls answer; no refusal in the proxy's log.",
        },
        new("mesh_sidecar_not_ready", SidecarNotReady)
        {
            Needs = ["pods"],
            LooksAt = "Mesh sidecars that are not ready while the container beside them runs",
            Advice = "Look at the sidecar's log and at the mesh's control plane.",
            Expected = "The sidecar is ready, and with it the pod.",
        },
        new("mesh_mtls_mismatch", MutualTls)
        {
            Needs = ["pods"],
            LooksAt = "PeerAuthentications that demand mutual TLS, and callers without a sidecar whose connections are reset",
            Advice = "Give the caller a sidecar, or set the mode to PERMISSIVE until it has one.",
            Expected = "The caller's connections are no longer reset.",
        },
    ];

    private static IEnumerable<Finding> MeshDenies(Scene scene)
    {
        var said = scene.Said(MeshRefusal()).Concat(scene.Said(Forbidden()).Where(hit => PolicyAgainst(scene, hit) is not null));
        foreach (var hit in said.Where(hit => hit.Workload is not null).DistinctBy(hit => hit.Who))
        {
            ImmutableArray<LiveWorkload> near = [hit.Workload!, .. scene.Graph.CallsOf(hit.Who).Select(scene.WorkloadAt).OfType<LiveWorkload>()];
            var policy = PolicyAgainst(scene, hit) ?? scene.Cluster.Customs.Where(one => one.Kind == "AuthorizationPolicy"
                && near.Any(workload => Concerns(one, workload))).MaxBy(HasSelector);
            var component = policy is null ? hit.Who : new Component(policy.Kind, policy.Metadata.NamespaceProperty ?? "", policy.Metadata.Name);
            yield return new()
            {
                Component = component, Confidence = policy is null ? 0.7 : 0.9, Affects = [hit.Who],
                RootCause = Statement.That(
                    $"The mesh's authorization policy {component.Name} denies calls (RBAC): {RuntimeRules.Short(hit.Line)}",
                    hit.Seen, Sighting.Of(component, $"{component.Name} decides who may call")),
            };
        }
    }

    /// <summary>The policy of the workload that a line names, unless it admits the caller's account.</summary>
    private static CustomObject? PolicyAgainst(Scene scene, LogHit hit) =>
        ServiceAddress.Within(hit.Line).Select(address => scene.Answering(address.Host, hit.Log.Namespace)).OfType<LiveWorkload>()
            .Where(called => called != hit.Workload)
            .Select(called => scene.Cluster.Customs.Where(one => one.Kind == "AuthorizationPolicy" && Concerns(one, called)
                && !(one.Spec.ValueKind is JsonValueKind.Object && one.Spec.Text("action") != "DENY" && IsAdmitted(one, hit.Workload)))
                .MaxBy(HasSelector))
            .FirstOrDefault(one => one is not null);

    private static bool IsAdmitted(CustomObject policy, LiveWorkload? caller) => caller is not null && policy.Spec.GetRawText()
        .Contains($"/ns/{caller.Namespace}/sa/{caller.Template.Spec?.ServiceAccountName ?? "default"}\"", StringComparison.Ordinal);

    private static bool HasSelector(CustomObject policy) => policy.Spec.Child("selector").ValueKind is JsonValueKind.Object;

    private static IEnumerable<Finding> SidecarNotReady(Scene scene) =>
        from workload in scene.Workloads
        from pod in workload.Pods.Where(pod => !pod.IsOver() && !pod.IsReady()).Take(1)
        from container in pod.States()
            .Where(container => container.Name is "istio-proxy" or "linkerd-proxy" or "envoy" or "consul-dataplane" or "kuma-sidecar")
        where !container.Ready && container.State?.Running is not null && pod.Containers().Any(other => other != container && other.Ready)
        select new Finding
        {
            Component = workload.Component, Confidence = 0.92,
            RootCause = Statement.That($"The mesh sidecar (proxy) {container.Name} of {workload.Name} runs but is not ready, and with it the pod.",
                container.Seen(pod),
                Sighting.Of(workload.Component, $"{workload.Name}: pod {pod.Name()} is not ready")),
        };

    private static IEnumerable<Finding> MutualTls(Scene scene)
    {
        foreach (var peer in scene.Cluster.Customs.Where(one => one.Kind == "PeerAuthentication" && Mode(one) == "STRICT"))
        {
            var reset = scene.Said(Reset()).FirstOrDefault(hit => hit.Workload is { } client && hit.Pod is { } pod && !pod.HasSidecar()
                && scene.Graph.CallsOf(client.Component).Select(scene.WorkloadAt).OfType<LiveWorkload>().Any(called =>
                    (called.Namespace == peer.Metadata.NamespaceProperty || peer.Metadata.NamespaceProperty == "istio-system")
                        && called.Pods.Any(PodSigns.HasSidecar)));
            if (reset is null) continue;
            var component = new Component(peer.Kind, peer.Metadata.NamespaceProperty ?? "", peer.Metadata.Name);
            yield return new()
            {
                Component = component, Confidence = 0.88, Affects = [reset.Who],
                RootCause = Statement.That(
                    $"PeerAuthentication {peer.Metadata.Name} demands mutual TLS (mTLS mode {"STRICT"}), but {reset.Who.Name} has no sidecar: its "
                        + $"connections are reset.",
                    Sighting.Of(component, "spec.mtls.mode: STRICT"), RuntimeRules.Named(reset), reset.Seen),
                Because = [Statement.That($"Its log says: {RuntimeRules.Short(reset.Line)}", reset.Seen)],
            };
        }
    }

    private static bool Concerns(CustomObject policy, LiveWorkload workload)
    {
        if (policy.Metadata.NamespaceProperty != workload.Namespace && policy.Metadata.NamespaceProperty != "istio-system") return false;
        return policy.Spec.Child("selector").Pairs("matchLabels")
            .All(label => workload.Template.Metadata?.Labels?.TryGetValue(label.Name, out var value) == true && value == label.Value);
    }

    private static string? Mode(CustomObject peer) => peer.Spec.Child("mtls").Text("mode");

    [GeneratedRegex(@"(?i)RBAC: access denied|rbac_access_denied|AuthorizationPolicy.*(?:deny|denied)")]
    private static partial Regex MeshRefusal();

    [GeneratedRegex(@"\b403\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"(?i)connection reset by peer|ECONNRESET|upstream connect error.*(?:reset|connection termination)|unexpected EOF"
        + @"|socket hang up|empty reply from server")]
    private static partial Regex Reset();
}
