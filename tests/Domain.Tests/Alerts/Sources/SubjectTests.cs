using AiSre.Domain.Alerts;
using static AiSre.Domain.Tests.Alerts.Sources.Bodies;

namespace AiSre.Domain.Tests.Alerts.Sources;

public class SubjectTests
{
    [Theory]
    [InlineData("api-server-5d4f3c2b1-xyzab", "api-server")]
    [InlineData("api-7d8f9c6b5f-x2k4m", "api")]
    [InlineData("db-0", "db")]
    [InlineData("kafka-broker-12", "kafka-broker")]
    [InlineData("fluentd-x2k4m", null)]
    [InlineData("backup-28391234-x2k4m", null)]
    [InlineData("my-frontend-nginx", null)]
    [InlineData("api-server-5d4f3c2b1-xyz", null)]
    [InlineData("-5d4f3c2b1-xyzab", null)]
    [InlineData("-0", null)]
    [InlineData("pod", null)]
    public void Workloads_are_read_from_pod_names_only_where_Kubernetes_made_them(string pod, string? workload) =>
        Assert.Equal(workload, SubjectOf("pod=" + pod).Deployment);

    [Fact]
    public void Exported_labels_are_the_subject_and_the_plain_ones_the_exporter()
    {
        var subject = SubjectOf(
            "exported_namespace=shop", "exported_pod=cart-5d4f3c2b1-x2k4m", "namespace=monitoring", "pod=ksm-5d4f3c2b1-aaaaa", "service=ksm",
            "container=ksm", "job=ksm", "app=ksm", "app_kubernetes_io_name=ksm", "node=n1");
        Assert.Equal(new AlertSubject { Namespace = "shop", Pod = "cart-5d4f3c2b1-x2k4m", Deployment = "cart", Node = "n1" }, subject);
        Assert.Equal(new AlertSubject { Namespace = "shop", Service = "cart", Container = "web", Pod = "p" },
            SubjectOf("exported_namespace=shop", "exported_service=cart", "exported_container=web", "exported_pod=p", "service=x", "container=y"));
    }

    [Fact]
    public void An_exporters_own_pod_service_and_job_are_nobody()
    {
        Assert.Equal(new AlertSubject { Namespace = "shop", Deployment = "cart" },
            SubjectOf(
                "namespace=shop", "deployment=cart", "pod=prom-kube-state-metrics-5d4f3c2b1-x2k4m", "service=prom-kube-state-metrics",
                "container=kube-state-metrics", "job=kube-state-metrics"));
        Assert.Equal(new AlertSubject { Namespace = "shop", Pod = "p" }, SubjectOf("namespace=shop", "pod=p", "service=prom-kubelet"));
        Assert.Equal(
            new AlertSubject { Namespace = "monitoring" },
            SubjectOf("namespace=monitoring", "pod=prometheus-node-exporter-x2k4m", "service=prometheus-node-exporter", "container=main"));
        Assert.Same(AlertSubject.None, SubjectOf("job=kube-state-metrics", "instance=10.0.0.1:8080"));
    }

    [Fact]
    public void Spellings_are_ranked_and_empty_ones_passed_over()
    {
        Assert.Equal(
            new AlertSubject { Namespace = "a", Pod = "p" },
            SubjectOf("kube_namespace=b", "kubernetes_namespace=c", "namespace=a", "pod=", "pod_name=p"));
        Assert.Equal("svc", SubjectOf("app=a", "app_kubernetes_io_name=b", "service=svc").Service);
        Assert.Equal("a", SubjectOf("app=a", "app_kubernetes_io_name=b").Service);
        Assert.Equal("b", SubjectOf("app_kubernetes_io_name=b").Service);
        Assert.Equal("db", SubjectOf("statefulset=db", "pod=other-0").Deployment);
    }

    [Fact]
    public void A_known_deployment_is_not_made_a_service() => Assert.Null(SubjectOf("deployment=cart").Service);

    [Theory]
    [InlineData("postgres-exporter")]
    [InlineData("prometheus-redis-exporter")]
    [InlineData("mysqld_exporter")]
    [InlineData("kafka-exporter-headless")]
    [InlineData("blackbox-exporter")]
    [InlineData("elasticsearch-exporter")]
    public void Beside_an_exporter_nothing_of_the_scraped_target_counts(string exporter)
    {
        Assert.Equal(new AlertSubject { Namespace = "db", Node = "192.0.2.7" },
            SubjectOf($"service={exporter}", "namespace=db", "container=metrics", "instance=192.0.2.7:9187"));
        Assert.Equal(new AlertSubject { Namespace = "db" },
            SubjectOf($"job={exporter}", "namespace=db", "pod=some-7d8f9c6b5f-x2k4m", "container=metrics", "instance=192.0.2.7:9187"));
    }

    [Theory]
    [InlineData("pdf-exporter")]
    [InlineData("report_exporter")]
    public void A_service_of_the_customers_own_may_be_called_exporter(string service) =>
        Assert.Equal(service, SubjectOf("service=" + service).Service);

    [Theory]
    [InlineData("host=web-1")]
    [InlineData("hostname=web-1")]
    [InlineData("host_name=web-1")]
    [InlineData("hostName=web-1")]
    [InlineData("HOSTNAME=web-1")]
    [InlineData("host.name=web-1")]
    [InlineData("k8s.node.name=web-1")]
    [InlineData("NodeName=web-1")]
    [InlineData("server=web-1")]
    [InlineData("fqdn=web-1")]
    [InlineData("computer=web-1")]
    [InlineData("instance=web-1:9100")]
    [InlineData("instance=http://web-1/health")]
    public void Every_spelling_of_a_host_is_the_node(string label) => Assert.Equal(new AlertSubject { Node = "web-1" }, SubjectOf(label));

    [Fact]
    public void OpenTelemetry_names_are_read() =>
        Assert.Equal(
            new AlertSubject
            {
                Cluster = "eu", Namespace = "shop", Pod = "cart-5d4f3c2b1f-x2k4m", Deployment = "cart", Service = "cart-api",
                Node = "n", Container = "c",
            },
            SubjectOf(
                "service.name=cart-api", "k8s.namespace.name=shop", "k8s.pod.name=cart-5d4f3c2b1f-x2k4m", "k8s.node.name=n", "k8s.container.name=c",
                "k8s.cluster.name=eu"));

    [Fact]
    public void In_a_pod_the_scraped_address_is_the_pods() =>
        Assert.Equal(new AlertSubject { Namespace = "shop", Pod = "cart-0", Deployment = "cart" },
            SubjectOf("namespace=shop", "pod=cart-0", "instance=10.1.2.3:8080"));
}
