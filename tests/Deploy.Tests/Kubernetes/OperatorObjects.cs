using AiSre.Deploy.Tests.Monitoring;
using k8s;
using k8s.Models;

namespace AiSre.Deploy.Tests.Kubernetes;

// What we use of the Prometheus operator's objects, as its API reference (monitoring.coreos.com/v1) describes them.

public abstract class OperatorObject : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
}

public sealed class ServiceMonitor : OperatorObject
{
    public ServiceMonitorSpec Spec { get; set; } = new();
}

public sealed class ServiceMonitorSpec
{
    public V1LabelSelector Selector { get; set; } = new();
    public IList<ScrapeEndpoint> Endpoints { get; set; } = [];
}

public sealed class ScrapeEndpoint
{
    public string Port { get; set; } = "";
    public string Path { get; set; } = "";
    public string Interval { get; set; } = "";
}

public sealed class PrometheusRule : OperatorObject
{
    public RuleFile Spec { get; set; } = new();
}
