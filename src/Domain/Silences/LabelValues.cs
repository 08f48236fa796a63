using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Silences;

/// <summary>What a matcher sees under one name.</summary>
/// <param name="Own">What the sender wrote; null when it wrote no such label.</param>
/// <param name="Derived">What the platform made of it; null when it makes nothing of that name.</param>
public readonly record struct LabelValues(string? Own, string? Derived)
{
    public static LabelValues Of(Incident incident, string name) => new(incident.Labels.Find(name), name switch
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
        _ => null,
    });
}
