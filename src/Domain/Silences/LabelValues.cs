using AiSre.Domain.Alerts;
using AiSre.Domain.Alerts.Vocabulary;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Silences;

/// <summary>What a matcher sees under one name.</summary>
/// <param name="Own">What the sender wrote; null when it wrote no such label.</param>
/// <param name="Derived">What the platform made of it; null when it makes nothing of that name.</param>
public readonly record struct LabelValues(string? Own, string? Derived)
{
    /// <summary>Names of what the platform makes of every alert.</summary>
    public static readonly IReadOnlyList<string> DerivedNames =
        ["service", "namespace", "pod", "deployment", "node", "cluster", "container", "severity", "source", "title", "alertname"];

    public static LabelValues Of(Incident incident, string name)
    {
        var own = incident.Labels.Find(name);
        return new(own, name switch
        {
            "service" => incident.Subject.Service,
            "namespace" => incident.Subject.Namespace,
            "pod" => incident.Subject.Pod,
            "deployment" => incident.Subject.Deployment,
            "node" => incident.Subject.Node,
            "cluster" => incident.Subject.Cluster,
            "container" => incident.Subject.Container,
            "severity" => incident.Severity.Name(),
            "source" => incident.Source,
            "title" or "alertname" => incident.Title,
            _ => own is null ? PartOf(incident.Subject, name) : null,
        });
    }

    /// <summary>
    /// Whoever silences <c>host</c> means the node, whatever its sender calls it. But a label that is there means what it says: then another name of
    /// the part adds nothing, or more would be silent than in Alertmanager.
    /// </summary>
    private static string? PartOf(AlertSubject subject, string name) => Place.Of(name).Part switch
    {
        PlacePart.Service => subject.Service,
        PlacePart.Namespace => subject.Namespace,
        PlacePart.Pod => subject.Pod,
        PlacePart.Deployment => subject.Deployment,
        PlacePart.Node or PlacePart.Instance => subject.Node,
        PlacePart.Cluster => subject.Cluster,
        PlacePart.Container => subject.Container,
        _ => null,
    };
}
