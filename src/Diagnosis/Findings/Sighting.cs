using AiSre.Domain.Diagnosis;
using AiSre.Diagnosis.Scenes;
using k8s;
using k8s.Models;

namespace AiSre.Diagnosis.Findings;

/// <summary>
/// Something that was seen, in the words of where it was seen: what a statement rests on, and an item of evidence once it is cited.
/// </summary>
/// <param name="Source"><c>Pod/shop/web-1</c>.</param>
/// <param name="Text">Field and value, or the line, as it stands there.</param>
/// <param name="At">When it happened, where something says so.</param>
public sealed record Sighting(EvidenceKind Kind, string Source, string Text, DateTimeOffset? At = null)
{
    /// <summary>A field of an object, or that an object is not there.</summary>
    public static Sighting Of(Component about, string text, DateTimeOffset? at = null) => new(EvidenceKind.Resource, about.ToString(), text, at);

    /// <summary>A field of an object: <c>status.phase: Pending</c>.</summary>
    public static Sighting Of(IKubernetesObject<V1ObjectMeta> about, string text, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(about);
        return Of(new Component(KindOf(about), about.Metadata.NamespaceProperty ?? "", about.Metadata.Name), text, at);
    }

    public static Sighting Of(Corev1Event seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var about = new Component(seen.InvolvedObject.Kind ?? "", seen.InvolvedObject.NamespaceProperty ?? "", seen.InvolvedObject.Name ?? "");
        return new(EvidenceKind.Event, about.ToString(), $"{seen.Type} {seen.Reason} (x{seen.Count ?? 1}): {seen.Message}", seen.LastSeen());
    }

    public static Sighting Of(ContainerLog log, string line)
    {
        ArgumentNullException.ThrowIfNull(log);
        var container = log.Container.Length == 0 ? "" : $"/{log.Container}";
        return new(EvidenceKind.Log, $"{(log.IsPrevious ? "previous log" : "log")} of {log.Namespace}/{log.Pod}{container}", line);
    }

    public static Sighting Of(OtherAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var about = alert.Service ?? alert.Node ?? alert.Namespace;
        return new(EvidenceKind.Group, $"alert of {about}", $"{alert.Title}. {alert.Description}", alert.StartedAt);
    }

    /// <summary>The alert that is to be explained.</summary>
    public static Sighting Of(Symptom symptom)
    {
        ArgumentNullException.ThrowIfNull(symptom);
        return new(EvidenceKind.Alert, "alert", $"{symptom.Title}. {symptom.Description}", symptom.StartedAt);
    }

    /// <param name="trend">A series.</param>
    /// <param name="text">The numbers that matter, with their unit.</param>
    public static Sighting Of(MetricTrend trend, string text)
    {
        ArgumentNullException.ThrowIfNull(trend);
        return new(EvidenceKind.Metric, $"{trend.Name} of {trend.About}", text, trend.To);
    }

    public static Sighting Of(RecentDeploy deploy)
    {
        ArgumentNullException.ThrowIfNull(deploy);
        return new(EvidenceKind.Deploy, $"deploy {deploy.Id}", $"{deploy.Service} {deploy.Version}", deploy.At);
    }

    /// <summary>Items of a list carry no kind of their own; the record's name does: <c>V1Pod</c>, <c>V2HorizontalPodAutoscaler</c>.</summary>
    private static string KindOf(IKubernetesObject<V1ObjectMeta> about) =>
        !string.IsNullOrEmpty(about.Kind) ? about.Kind : about.GetType().Name.TrimStart('V').TrimStart('1', '2');
}
