using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// What a set of labels, tags or fields is about. A wrong pod here restarts the wrong pod, so whatever may name the exporter
/// that was scraped, and not the thing that it measures, is left out. The label <c>job</c> is never used.
/// </summary>
internal struct KubernetesSubject
{
    private Choice cluster, namespaceName, pod, deployment, service, node, container;
    private string? scrapedNamespace, scrapedPod, scrapedService, scrapedContainer, instance, job;

    /// <summary>The subject of these labels; <see cref="AlertSubject.None"/> when they name nothing.</summary>
    public static AlertSubject Of(ReadOnlySpan<AlertLabel> labels)
    {
        var parts = new KubernetesSubject();
        foreach (ref readonly var label in labels)
        {
            if (label.Value.Length > 0) parts.Take(label.Name, label.Value);
        }
        return parts.ToSubject();
    }

    public void Take(string name, string value)
    {
        var (part, rank) = Place.Of(name);
        switch (part)
        {
            case PlacePart.Cluster: cluster.Offer(value, rank); break;
            case PlacePart.Namespace: namespaceName.Offer(value, rank); break;
            case PlacePart.Pod: pod.Offer(value, rank); break;
            case PlacePart.Deployment: deployment.Offer(value, rank); break;
            case PlacePart.Service: service.Offer(value, rank); break;
            case PlacePart.Container: container.Offer(value, rank); break;
            case PlacePart.Node:
                // The plain names hold a node's name; the others may hold an address.
                if ((rank < 2 ? value : HostName.Of(value)) is { } host) node.Offer(host, rank);
                break;
            case PlacePart.Instance: instance = value; break;
            case PlacePart.Job: job = value; break;
            case PlacePart.ScrapedNamespace: scrapedNamespace = value; break;
            case PlacePart.ScrapedPod: scrapedPod = value; break;
            case PlacePart.ScrapedService: scrapedService = value; break;
            case PlacePart.ScrapedContainer: scrapedContainer = value; break;
            default: break;
        }
    }

    public readonly AlertSubject ToSubject()
    {
        // Prometheus writes exported_* when a metric's own label met one of the scraped target: the plain ones are then the exporter's.
        var scraped = scrapedNamespace is not null || scrapedPod is not null;
        var ofExporter = scraped || Exporters.IsOther(service.Value) || Exporters.IsOther(job) || Exporters.IsOther(container.Value);
        var subjectPod = scrapedPod ?? (ofExporter || Exporters.Is(pod.Value) ? null : pod.Value);
        var subjectContainer = scrapedContainer
            ?? (ofExporter || (subjectPod is null && pod.Value is not null) || Exporters.Is(container.Value) ? null : container.Value);
        var subjectService = scrapedService ?? (scraped || Exporters.Is(service.Value) || Exporters.IsAgent(service.Value) ? null : service.Value);
        var subjectDeployment = deployment.Value ?? (subjectPod is null ? null : PodName.Workload(subjectPod));
        var ns = scrapedNamespace ?? namespaceName.Value;
        var host = node.Value ?? (IsHost() ? HostName.Of(instance) : null);

        if (subjectPod is null && subjectContainer is null && subjectService is null && subjectDeployment is null && ns is null && host is null
            && cluster.Value is null)
        {
            return AlertSubject.None;
        }
        return new AlertSubject
        {
            Cluster = SignalLimits.Short(cluster.Value),
            Namespace = SignalLimits.Short(ns),
            Pod = SignalLimits.Short(subjectPod),
            Deployment = SignalLimits.Short(subjectDeployment),
            Service = SignalLimits.Short(subjectService),
            Node = SignalLimits.Short(host),
            Container = SignalLimits.Short(subjectContainer),
        };
    }

    /// <summary>In a pod the scraped address is the pod's; and what tells of a whole cluster or of jobs is no host of theirs.</summary>
    private readonly bool IsHost() => instance is not null && pod.Value is null && scrapedPod is null
        && !Exporters.MeasuresCluster(service.Value) && !Exporters.MeasuresCluster(job) && !Exporters.MeasuresCluster(container.Value);

    private struct Choice
    {
        private int rank;
        public string? Value;

        public void Offer(string value, int rank)
        {
            if (Value is null || rank < this.rank) (Value, this.rank) = (value, rank);
        }
    }
}
