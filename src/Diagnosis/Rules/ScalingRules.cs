using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Replicas that a person took away.</summary>
internal static partial class ScalingRules
{
    private static readonly TimeSpan Before = TimeSpan.FromHours(2);

    public static ImmutableArray<Rule> All { get; } =
    [
        new("scaled_by_hand", scene => ByHand(scene).Concat(BySomebody(scene)))
        {
            Needs = ["deployments", "replicasets"],
            LooksAt = "Events that the newest revision of a Deployment was scaled down, and who set its replicas last, where nothing scales it by "
                + "itself",
            Advice = "Scale it up again, and find out who scaled it down and why; an autoscaler would keep it in step with its load.",
            Expected = "All replicas are ready; latency and errors are back at their normal.",
        },
    ];

    private static IEnumerable<Finding> ByHand(Scene scene) =>
        from workload in scene.Workloads
        where workload.Component.Kind == "Deployment" && workload.Desired > 0 && workload.Revisions.Length > 0
            && !IsScaledByItself(scene, workload)
        from seen in scene.EventsOf("Deployment", workload.Namespace, workload.Name).Where(seen => seen.Reason == "ScalingReplicaSet").Take(1)
        where scene.Symptom.StartedAt - seen.LastSeen() < Before
        let match = Down().Match(seen.Message ?? "")
        where match.Success && match.Groups["set"].Value == workload.Revisions[0].Name()
            && match.Groups["to"].Value == workload.Desired.ToString(CultureInfo.InvariantCulture)
        let was = match.Groups["from"].Value
        let isHalved = int.TryParse(was, NumberStyles.None, CultureInfo.InvariantCulture, out var before) && workload.Desired * 2 <= before
        select new Finding
        {
            Component = workload.Component, Confidence = isHalved ? 0.92 : was.Length == 0 ? 0.6 : 0.45, Since = seen.LastSeen(),
            RootCause = was.Length > 0
                ? Statement.That($"{workload.Name} was scaled down by hand (manually) from {was} to {match.Groups["to"].Value} replicas shortly "
                    + $"before.", Sighting.Of(seen))
                : Statement.That($"{workload.Name} was scaled down by hand (manually) to {match.Groups["to"].Value} replicas shortly before.",
                    Sighting.Of(seen)),
        };

    /// <summary>Which way is not known; of the workload of the alert it is likely enough.</summary>
    private static IEnumerable<Finding> BySomebody(Scene scene) =>
        from workload in scene.Workloads
        where workload.Component.Kind is "Deployment" or "StatefulSet" && workload.Desired > 0 && !IsScaledByItself(scene, workload)
        from field in (workload.Metadata.ManagedFields ?? []).Where(one => one.Subresource == "scale" && IsPerson(one.Manager))
        let at = field.Time.Utc()
        where at is not null && at <= scene.Symptom.StartedAt && scene.Symptom.StartedAt - at < Before
        select new Finding
        {
            Component = workload.Component, Confidence = scene.IsSymptomatic(workload.Component) ? 0.6 : 0.4, Since = at,
            RootCause = Statement.That(
                $"{workload.Name} was scaled by hand (manually, {field.Manager}) to {workload.Desired} replicas shortly before.",
                Sighting.Of(workload.Component,
                    $"{workload.Name}: metadata.managedFields: {field.Manager}, subresource scale, at {at:u}; replicas: {workload.Desired}", at)),
        };

    private static bool IsPerson(string? manager) => manager is not null
        && (manager.StartsWith("kubectl", StringComparison.Ordinal) || manager is "k9s" or "lens" or "Mozilla");

    private static bool IsScaledByItself(Scene scene, LiveWorkload workload) => IsScaledObject(scene, workload)
        || scene.Cluster.Autoscalers.Any(one => one.Namespace() == workload.Namespace && one.Spec?.ScaleTargetRef?.Name == workload.Name);

    /// <summary>KEDA scales it, to 0 too.</summary>
    public static bool IsScaledObject(Scene scene, LiveWorkload workload) => scene.Cluster.Customs.Any(one => one.Kind == "ScaledObject"
        && one.Metadata.NamespaceProperty == workload.Namespace && one.Spec.Child("scaleTargetRef").Text("name") == workload.Name);

    [GeneratedRegex(@"^Scaled down replica set (?<set>\S+) (?:from (?<from>\d+) )?to (?<to>\d+)(?: from (?<from>\d+))?$")]
    private static partial Regex Down();
}
