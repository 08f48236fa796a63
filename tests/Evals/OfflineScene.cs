using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s;
using k8s.Models;

namespace AiSre.Evals;

/// <summary>
/// The scene of a recorded case without a server in between: for whoever writes rules and wants the score in seconds. The product itself is
/// asked over
/// HTTP.
/// </summary>
internal static class OfflineScene
{
    public static Scene Of(RecordedCase recorded) =>
        new(Symptom(recorded), Snapshot(recorded), Logs(recorded), Metrics(recorded)) { KnownCalls = [.. RecordedTopology.Calls(recorded)] };

    private static Symptom Symptom(RecordedCase recorded)
    {
        var alert = recorded.Case["alert"] as JsonObject;
        var started = alert is null ? recorded.At.AddMinutes(-5) : recorded.At.AddMinutes(-2);
        return new()
        {
            Title = (string?)alert?["title"] ?? (string)recorded.Case["query"]!,
            Description = (string?)alert?["description"] ?? "",
            Service = (string?)alert?["service"],
            Namespace = (string?)alert?["namespace"] ?? recorded.Namespace,
            Workload = (string?)alert?["deployment"],
            Pod = (string?)alert?["pod"],
            StartedAt = started,
            Others = [.. Alerts(recorded).Select(found => new OtherAlert(
                found.Title, found.Description, found.IsNode ? null : found.Name, found.IsNode ? null : recorded.Namespace,
                found.IsNode ? found.Name : null, started))],
        };
    }

    /// <summary>Recorded anomalies, as the alerts that a monitoring tool would send.</summary>
    internal static IEnumerable<(string Title, string Description, string Name, bool IsNode)> Alerts(RecordedCase recorded) =>
        from found in (recorded.Case["alerts"] as JsonObject)?["alerts"] as JsonArray ?? []
        let name = (string)found!["name"]!
        from line in found["evidence"] as JsonArray ?? []
        let text = (string)line!
        select (text.Split('[')[0].Trim() + " on " + name, text, name, (string?)found["type"] == "Node");

    private static ImmutableArray<ContainerLog> Logs(RecordedCase recorded) =>
        [.. from pair in recorded.Logs
            let previous = pair.Key.EndsWith("?previous", StringComparison.Ordinal)
            let parts = pair.Key.Split('?')[0].Split('/')
            let lines = pair.Value is JsonArray array
                ? [.. array.Select(line => (string)line!)]
                : ImmutableArray.Create(((string)pair.Value!).Split('\n'))
            select new ContainerLog(NamespaceOf(recorded, parts[0]), parts[0], parts.Length > 1 ? parts[1] : "", previous, lines)];

    private static string NamespaceOf(RecordedCase recorded, string pod) =>
        (recorded.Cluster["pods"] as JsonArray ?? []).Select(item => item!["metadata"]!)
            .FirstOrDefault(metadata => (string?)metadata["name"] == pod) is { } found
                ? (string?)found["namespace"] ?? ""
                : recorded.Namespace;

    /// <summary>Columns are named <c>component-metric</c>, in the units of the recording.</summary>
    private static ImmutableArray<MetricTrend> Metrics(RecordedCase recorded)
    {
        if (recorded.Extra["MetricsSummary"] is not JsonObject columns) return [];
        var nodes = Names(recorded, "nodes");
        return [.. columns.Where(pair => pair.Value is JsonObject).Select(pair => Trend(pair.Key, pair.Value!.AsObject())).OfType<MetricTrend>()];

        MetricTrend? Trend(string column, JsonObject found)
        {
            var cut = column.LastIndexOf('-');
            var (about, metric) = (column[..cut], column[(cut + 1)..]);
            var (name, unit) = metric switch
            {
                "cpu" => ("cpu", 1.0),
                "mem" => ("memory", 1.0),
                "cpu_cfs" => ("throttled", 1.0),
                "rps" => ("rate", 1.0),
                "p50latency" => ("latency_p50", 0.001),
                "p90latency" or "p95latency" => ("latency", 0.001),
                "tcp_retans" => ("retransmits", 1.0),
                _ => ("", 0.0),
            };
            if (name.Length == 0) return null;
            var component = nodes.Contains(about) ? new Component("Node", "", about) : new("Service", recorded.Namespace, about);
            return new(name, component, Value("firstQuarter"), Value("lastQuarter"), Value("mean"), Value("min"), Value("max"),
                recorded.At.AddMinutes(-5), recorded.At);

            double Value(string field) => ((double?)found[field] ?? 0) * unit;
        }
    }

    private static HashSet<string> Names(RecordedCase recorded, string plural) =>
        [.. (recorded.Cluster[plural] as JsonArray ?? []).Select(item => (string)item!["metadata"]!["name"]!)];

    private static ClusterSnapshot Snapshot(RecordedCase recorded)
    {
        return new()
        {
            Cluster = "default",
            At = recorded.At,
            Namespaces = Read<V1Namespace>("namespaces"),
            Pods = Read<V1Pod>("pods"),
            Deployments = Read<V1Deployment>("deployments"),
            ReplicaSets = Read<V1ReplicaSet>("replicasets"),
            StatefulSets = Read<V1StatefulSet>("statefulsets"),
            DaemonSets = Read<V1DaemonSet>("daemonsets"),
            Jobs = Read<V1Job>("jobs"),
            CronJobs = Read<V1CronJob>("cronjobs"),
            Events = Read<Corev1Event>("events"),
            Services = Read<V1Service>("services"),
            Endpoints = Read<V1Endpoints>("endpoints"),
            EndpointSlices = Read<V1EndpointSlice>("endpointslices"),
            Ingresses = Read<V1Ingress>("ingresses"),
            IngressClasses = Read<V1IngressClass>("ingressclasses"),
            NetworkPolicies = Read<V1NetworkPolicy>("networkpolicies"),
            ConfigMaps = Read<V1ConfigMap>("configmaps"),
            ServiceAccounts = Read<V1ServiceAccount>("serviceaccounts"),
            ResourceQuotas = Read<V1ResourceQuota>("resourcequotas"),
            Claims = Read<V1PersistentVolumeClaim>("persistentvolumeclaims"),
            Volumes = Read<V1PersistentVolume>("persistentvolumes"),
            StorageClasses = Read<V1StorageClass>("storageclasses"),
            VolumeAttachments = Read<V1VolumeAttachment>("volumeattachments"),
            Nodes = Read<V1Node>("nodes"),
            Leases = Read<V1Lease>("leases"),
            Autoscalers = Read<V2HorizontalPodAutoscaler>("horizontalpodautoscalers"),
            DisruptionBudgets = Read<V1PodDisruptionBudget>("poddisruptionbudgets"),
            Roles = Read<V1Role>("roles"),
            RoleBindings = Read<V1RoleBinding>("rolebindings"),
            ClusterRoles = Read<V1ClusterRole>("clusterroles"),
            ValidatingWebhooks = Read<V1ValidatingWebhookConfiguration>("validatingwebhookconfigurations"),
            MutatingWebhooks = Read<V1MutatingWebhookConfiguration>("mutatingwebhookconfigurations"),
            ApiServices = Read<V1APIService>("apiservices"),
            Customs = [.. new[] { "gatewayclasses", "gateways", "httproutes", "scaledobjects", "certificates", "authorizationpolicies",
                "peerauthentications", "customresources" }.SelectMany(plural => Items(plural)).Select(Custom)],
        };

        IEnumerable<JsonObject> Items(string plural) => (recorded.Cluster[plural] as JsonArray ?? []).Select(item => item!.AsObject());

        ImmutableArray<T> Read<T>(string plural) => [.. Items(plural).Select(item => KubernetesJson.Deserialize<T>(item.ToJsonString()))];

        CustomObject Custom(JsonObject item) => new(
            (string?)item["apiVersion"] ?? "", (string?)item["kind"] ?? "",
            KubernetesJson.Deserialize<V1ObjectMeta>(item["metadata"]!.ToJsonString()), Element(item["spec"]), Element(item["status"]));

        static JsonElement Element(JsonNode? node) => node is null ? default : JsonSerializer.SerializeToElement(node);
    }
}
