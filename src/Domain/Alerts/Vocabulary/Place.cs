namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>A part of what an alert is about, as labels and fields name it.</summary>
public enum PlacePart
{
    None = 0,
    Cluster = 1,
    Namespace = 2,
    Pod = 3,
    Deployment = 4,
    Service = 5,
    Node = 6,
    Container = 7,

    /// <summary>Host and port of what was scraped or probed, or its address.</summary>
    Instance = 8,

    /// <summary>Prometheus' scrape job: never a part, but it tells an exporter.</summary>
    Job = 9,

    /// <summary>A metric's own label that met one of the scraped target.</summary>
    ScrapedNamespace = 10,
    ScrapedPod = 11,
    ScrapedService = 12,
    ScrapedContainer = 13,
}

/// <summary>Which part a name stands for. Of two names of one part the lower rank wins: the plain Prometheus name first.</summary>
public readonly record struct Place(PlacePart Part, byte Rank)
{
    private const int LongestName = 64;

    /// <summary>For a label, spelled exactly, or a field in any spelling (<c>hostName</c>, <c>HOST.NAME</c>).</summary>
    public static Place Of(string name)
    {
        var place = OfExact(name);
        return place.Part is not PlacePart.None || name.Length > LongestName || !NeedsFolding(name) ? place : OfFolded(name);
    }

    private static bool NeedsFolding(string name)
    {
        foreach (var c in name)
        {
            if (c is '.' or '-' or '/' or (>= 'A' and <= 'Z')) return true;
        }
        return false;
    }

    /// <summary>In snake case, with dots and dashes as <c>_</c>.</summary>
    private static Place OfFolded(string name)
    {
        Span<char> folded = stackalloc char[LongestName * 2];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is '.' or '-' or '/' or ' ') c = '_';
            if (char.IsAsciiLetterUpper(c) && i > 0 && char.IsAsciiLetterLower(name[i - 1])) folded[length++] = '_';
            folded[length++] = char.ToLowerInvariant(c);
        }
        return OfExact(folded[..length]);
    }

    private static Place OfExact(ReadOnlySpan<char> name) => name switch
    {
        "exported_namespace" => new(PlacePart.ScrapedNamespace, 0),
        "namespace" => new(PlacePart.Namespace, 0),
        "kubernetes_namespace" => new(PlacePart.Namespace, 1),
        "kube_namespace" => new(PlacePart.Namespace, 2),
        "k8s_namespace_name" or "k8s.namespace.name" or "k8s_namespace" or "k8s_ns_name" or "namespace_name" or "kubernetes_namespace_name"
            or "pod_namespace"
            => new(PlacePart.Namespace, 3),

        "exported_pod" => new(PlacePart.ScrapedPod, 0),
        "pod" => new(PlacePart.Pod, 0),
        "pod_name" => new(PlacePart.Pod, 1),
        "kubernetes_pod_name" or "kubernetes_pod" => new(PlacePart.Pod, 2),
        "kube_pod_name" or "k8s_pod_name" or "k8s.pod.name" or "k8s_pod" => new(PlacePart.Pod, 3),

        "deployment" => new(PlacePart.Deployment, 0),
        "kube_deployment" => new(PlacePart.Deployment, 1),
        "kubernetes_deployment" or "k8s_deployment_name" or "k8s.deployment.name" or "deployment_name"
            or "k8s_deployment" => new(PlacePart.Deployment, 2),
        "statefulset" or "kube_stateful_set" or "k8s_statefulset_name" or "k8s.statefulset.name" or "stateful_set" => new(PlacePart.Deployment, 3),
        "daemonset" or "kube_daemon_set" or "k8s_daemonset_name" or "k8s.daemonset.name" or "daemon_set" => new(PlacePart.Deployment, 4),

        "exported_service" => new(PlacePart.ScrapedService, 0),
        "service" => new(PlacePart.Service, 0),
        "kube_service" or "service_name" or "service.name" or "kubernetes_service" => new(PlacePart.Service, 1),
        "app" => new(PlacePart.Service, 2),
        "app_kubernetes_io_name" or "app.kubernetes.io/name" => new(PlacePart.Service, 3),
        "application" or "application_name" or "app_name" or "service_description" or "service_desc" or "servicedesc" => new(PlacePart.Service, 4),
        "function_name" or "queue_name" or "db_instance_identifier" or "dbinstance_identifier" or "microservice" => new(PlacePart.Service, 5),

        "exported_container" => new(PlacePart.ScrapedContainer, 0),
        "container" => new(PlacePart.Container, 0),
        "container_name" or "kube_container_name" or "k8s_container_name" or "k8s.container.name" => new(PlacePart.Container, 1),

        "node" => new(PlacePart.Node, 0),
        "node_name" or "kubernetes_node" or "kube_node" or "kubernetes_io_hostname" or "k8s_node_name" or "k8s.node.name" or "nodename" or "k8s_node"
            => new(PlacePart.Node, 1),
        "host" => new(PlacePart.Node, 2),
        "hostname" or "host_name" or "host.name" or "fqdn" or "host_host" or "hosts" => new(PlacePart.Node, 3),
        "server" or "server_name" or "servername" or "machine" or "machine_name" or "computer" or "computer_name" or "vm" or "vm_name" or "sys_name"
            or "device_name" or "agent_name" or "agent_hostname" or "monitored_host" or "target_host" => new(PlacePart.Node, 4),
        "instance_id" or "resource_display_name" or "host_id" => new(PlacePart.Node, 5),
        "instance" => new(PlacePart.Instance, 0),
        "host_ip" or "ip_address" or "ipaddress" or "ip" or "host_address" => new(PlacePart.Node, 7),

        "cluster" => new(PlacePart.Cluster, 0),
        "cluster_name" or "kube_cluster_name" or "kubernetes_cluster" or "k8s_cluster_name" or "k8s.cluster.name" or "k8s_cluster"
            or "kubernetes_cluster_name"
            => new(PlacePart.Cluster, 1),
        "job" => new(PlacePart.Job, 0),
        _ => default,
    };
}
