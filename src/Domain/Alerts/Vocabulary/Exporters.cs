using System.Buffers;

namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// Programs that exist to measure others. Their own pod, service and container are never what an alert is about. The list is closed: a service of the
/// customer's own may well end in "exporter".
/// </summary>
public static class Exporters
{
    private static readonly string[] Measured =
    [
        "node", "blackbox", "postgres", "postgresql", "pg", "pgbouncer", "redis", "mysql", "mysqld", "mariadb", "kafka", "mongodb", "mongo",
        "elasticsearch",
        "opensearch", "rabbitmq", "memcached", "nginx", "apache", "haproxy", "varnish", "jmx", "snmp", "windows", "wmi", "ipmi", "cloudwatch",
        "stackdriver",
        "azure-metrics", "process", "systemd", "statsd", "graphite", "collectd", "consul", "etcd", "nats", "cassandra", "clickhouse", "oracledb",
        "oracle",
        "mssql", "sql", "zookeeper", "minio", "ceph", "dcgm", "nvidia-gpu", "nvidia", "smartctl", "ssl", "x509-certificate", "domain", "dns",
        "ping", "script",
        "json", "bind", "unbound", "keepalived", "conntrack", "kubernetes-event", "event", "proxmox", "pve", "vmware", "unifi", "php-fpm",
        "uwsgi", "celery",
    ];

    private static readonly SearchValues<string> Programs = SearchValues.Create(
        [.. Measured.SelectMany(name => (string[])[name + "-exporter", name + "_exporter", name.Replace('-', '_') + "_exporter"]).Distinct()],
        StringComparison.Ordinal);

    /// <summary>True for a name that holds an exporter's, as in <c>prometheus-node-exporter-x2k4m</c>.</summary>
    public static bool Is(string? name) => name is not null && (MeasuresCluster(name) || IsOther(name));

    /// <summary>True for programs that tell of the pods of others, so that a pod which is not their own is what the alert is about.</summary>
    public static bool MeasuresCluster(string? name) => name is not null && (
        name.Contains("kube-state-metrics", StringComparison.Ordinal) || name.Contains("pushgateway", StringComparison.Ordinal));

    /// <summary>True for all others: beside their name every pod and container is their own.</summary>
    public static bool IsOther(string? name) =>
        name is not null && name.Contains("exporter", StringComparison.Ordinal) && name.AsSpan().ContainsAny(Programs);

    /// <summary>Parts of Kubernetes itself that tell of the pods on a node, and are not the service that an alert is about.</summary>
    public static bool IsAgent(string? service) => service is not null && (
        service is "kubelet" or "cadvisor" || service.EndsWith("-kubelet", StringComparison.Ordinal));
}
