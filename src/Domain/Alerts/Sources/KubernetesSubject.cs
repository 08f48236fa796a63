namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// What a set of labels or tags is about. A wrong pod here restarts the wrong pod, so whatever may name the exporter
/// that was scraped, and not the thing that it measures, is left out. The label <c>job</c> is never used.
/// </summary>
internal static class KubernetesSubject
{
    /// <summary>The subject of these labels; <see cref="AlertSubject.None"/> when they name nothing.</summary>
    public static AlertSubject Of(ReadOnlySpan<AlertLabel> labels)
    {
        var parts = new Parts();
        foreach (ref readonly var label in labels)
        {
            if (label.Value.Length > 0) parts.Take(label.Name, label.Value);
        }
        return parts.ToSubject();
    }

    private struct Choice
    {
        private int rank;
        public string? Value;

        public void Offer(string value, int rank)
        {
            if (Value is null || rank < this.rank) (Value, this.rank) = (value, rank);
        }
    }

    private struct Parts
    {
        private Choice cluster, namespaceName, pod, deployment, service, node, container;
        private string? scrapedNamespace, scrapedPod, scrapedService, scrapedContainer;

        // The rank orders the spellings of one thing: the plain Prometheus name first.
        public void Take(string name, string value)
        {
            switch (name)
            {
                case "exported_namespace": scrapedNamespace = value; break;
                case "namespace": namespaceName.Offer(value, 0); break;
                case "kubernetes_namespace": namespaceName.Offer(value, 1); break;
                case "kube_namespace": namespaceName.Offer(value, 2); break;
                case "k8s_namespace_name" or "k8s.namespace.name" or "namespaceName" or "k8s.namespaceName": namespaceName.Offer(value, 3); break;

                case "exported_pod": scrapedPod = value; break;
                case "pod": this.pod.Offer(value, 0); break;
                case "pod_name": this.pod.Offer(value, 1); break;
                case "kubernetes_pod_name": this.pod.Offer(value, 2); break;
                case "kube_pod_name" or "k8s_pod_name" or "k8s.pod.name" or "podName" or "k8s.podName": this.pod.Offer(value, 3); break;

                case "deployment": this.deployment.Offer(value, 0); break;
                case "kube_deployment": this.deployment.Offer(value, 1); break;
                case "kubernetes_deployment" or "k8s_deployment_name" or "k8s.deployment.name" or "deploymentName" or "k8s.deploymentName":
                    this.deployment.Offer(value, 2);
                    break;
                case "statefulset" or "kube_stateful_set" or "k8s_statefulset_name" or "k8s.statefulset.name": this.deployment.Offer(value, 3); break;
                case "daemonset" or "kube_daemon_set" or "k8s_daemonset_name" or "k8s.daemonset.name": this.deployment.Offer(value, 4); break;

                case "exported_service": scrapedService = value; break;
                case "service": this.service.Offer(value, 0); break;
                case "kube_service" or "service_name" or "service.name": this.service.Offer(value, 1); break;
                case "app": this.service.Offer(value, 2); break;
                case "app_kubernetes_io_name" or "app.kubernetes.io/name": this.service.Offer(value, 3); break;

                case "exported_container": scrapedContainer = value; break;
                case "container": this.container.Offer(value, 0); break;
                case "container_name" or "kube_container_name" or "k8s_container_name" or "k8s.container.name" or "containerName":
                    this.container.Offer(value, 1);
                    break;

                case "node": node.Offer(value, 0); break;
                case "node_name" or "kubernetes_node" or "kube_node" or "kubernetes_io_hostname" or "k8s_node_name" or "k8s.node.name" or "nodeName":
                    node.Offer(value, 1);
                    break;

                case "cluster": cluster.Offer(value, 0); break;
                case "cluster_name" or "kube_cluster_name" or "kubernetes_cluster" or "k8s_cluster_name" or "k8s.cluster.name"
                    or "clusterName" or "k8s.clusterName":
                    cluster.Offer(value, 1);
                    break;
                default: break;
            }
        }

        public readonly AlertSubject ToSubject()
        {
            // Prometheus writes exported_* when a metric's own label met one of the scraped target: the plain ones are then the exporter's.
            var scraped = scrapedNamespace is not null || scrapedPod is not null;
            var pod = scrapedPod ?? (scraped || IsExporter(this.pod.Value) ? null : this.pod.Value);
            var container = scrapedContainer
                ?? (scraped || (pod is null && this.pod.Value is not null) || IsExporter(this.container.Value) ? null : this.container.Value);
            var service = scrapedService ?? (scraped || IsExporter(this.service.Value) || IsAgent(this.service.Value) ? null : this.service.Value);
            var deployment = this.deployment.Value ?? (pod is null ? null : PodName.Workload(pod));
            var ns = scrapedNamespace ?? namespaceName.Value;

            if (pod is null && container is null && service is null && deployment is null && ns is null && node.Value is null
                && cluster.Value is null)
            {
                return AlertSubject.None;
            }
            return new AlertSubject
            {
                Cluster = SignalLimits.Short(cluster.Value),
                Namespace = SignalLimits.Short(ns),
                Pod = SignalLimits.Short(pod),
                Deployment = SignalLimits.Short(deployment),
                Service = SignalLimits.Short(service),
                Node = SignalLimits.Short(node.Value),
                Container = SignalLimits.Short(container),
            };
        }
    }

    // Only programs that exist to measure others: a service of the customer's own may well end in "exporter".
    private static bool IsExporter(string? name) => name is not null && (
        name.Contains("kube-state-metrics", StringComparison.Ordinal)
        || name.Contains("node-exporter", StringComparison.Ordinal)
        || name.Contains("blackbox-exporter", StringComparison.Ordinal)
        || name.Contains("pushgateway", StringComparison.Ordinal));

    private static bool IsAgent(string? service) => service is not null && (
        service is "kubelet" or "cadvisor" || service.EndsWith("-kubelet", StringComparison.Ordinal));
}
