using System.Collections.Immutable;
using System.Globalization;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis.Demo;

/// <summary>
/// The demo's cluster, which does not exist, as it would have looked some minutes after an alert. What is wrong in it is drawn; what that means the
/// rules say, as they do of any cluster.
/// </summary>
internal static class DrawnShop
{
    private const string Cluster = "eu-west", Place = "shop";

    /// <summary>Somebody has looked by then.</summary>
    private static readonly TimeSpan LookedAfter = TimeSpan.FromMinutes(6);

    /// <summary>Null: the alert is not about a service of the shop.</summary>
    public static Scene? SceneOf(Symptom symptom, DateTimeOffset now)
    {
        if (symptom is not { Namespace: Place, Service: { } service }) return null;
        var at = symptom.StartedAt + LookedAfter < now ? symptom.StartedAt + LookedAfter : now;
        var name = symptom.Workload ?? service;
        var workload = new DrawnWorkload(Place, name, symptom.Pod, at);
        var said = Trouble(workload, symptom.StartedAt, at, service);
        var snapshot = new ClusterSnapshot
        {
            Cluster = Cluster,
            At = at,
            Unavailable = ImmutableDictionary<string, string>.Empty.Add("metrics", $"no Prometheus is configured for cluster {Cluster}"),
            Namespaces = [new() { Metadata = new() { Name = Place }, Status = new() { Phase = "Active" } }],
            Deployments = [workload.Deployment],
            ReplicaSets = [.. workload.ReplicaSets],
            Pods = [.. workload.Pods],
            Nodes = [Node("worker-eu-12")],
        };
        return new(symptom, snapshot, [new(Place, workload.Pods[0].Name(), name, false, said)], []);
    }

    /// <summary>Draws what is wrong with a service.</summary>
    /// <returns>What its first pod has logged.</returns>
    private static ImmutableArray<string> Trouble(DrawnWorkload workload, DateTimeOffset began, DateTimeOffset at, string service)
    {
        switch (service)
        {
            case "payments":
                return Lines(
                    at, "INFO  authorised order 8841207 by wallet in 212 ms",
                    "ERROR authorise order 8841213: POST https://authorise.nordpay.example/v2/card answered 503 Service Unavailable",
                    "ERROR authorise order 8841214: POST https://authorise.nordpay.example/v2/card answered 503 Service Unavailable",
                    "WARN  card payments are retried in 30 s");
            case "search":
                workload.Dying(137, "OOMKilled", 4, "8Gi");
                return Lines(at, "INFO  merging segments of shard 3, index products-v9", "INFO  heap 7.6 GiB of 8.0 GiB in use");
            case "catalog":
                workload.RolledOut(at - began + TimeSpan.FromMinutes(2), Image("2026.11.28-1"), Image("2026.11.27-2"));
                return Lines(
                    at, "INFO  GET /articles/20731 200 in 18 ms",
                    "ERROR GET /articles/20733 500: java.lang.NullPointerException: price of article 20733 in SEK is null",
                    "ERROR GET /articles/20761 500: java.lang.NullPointerException: price of article 20761 in SEK is null");
            case "cart":
                workload.Dying(1, "Error", 5);
                return Lines(at, "INFO  reading /etc/cart/config.yaml", "ERROR panic: config: gift_wrap is not set");
            case "mailer":
                return Lines(
                    at, "WARN  mail.outgoing: HTTP 429 Too Many Requests from the mail provider, retry-after: 60",
                    "WARN  mail.outgoing: HTTP 429 Too Many Requests from the mail provider, retry-after: 60", "INFO  3,208 messages wait");
            case "inventory":
                return Lines(
                    at, "ERROR stock sync: warehouse answered status 429, too many requests", "INFO  stock sync: next run in 5 min",
                    "ERROR stock sync: warehouse answered status 429, too many requests");
            default:
                return Lines(at, "INFO  ready", "INFO  GET /healthz 200 in 2 ms");
        }

        string Image(string version) => $"registry.fernhill.example/{service}:{version}";
    }

    /// <summary>One every twenty seconds, the last just before somebody looks.</summary>
    private static ImmutableArray<string> Lines(DateTimeOffset at, params ReadOnlySpan<string> texts)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < texts.Length; i++)
        {
            var when = at.AddSeconds(-20 * (texts.Length - i));
            lines.Add($"{when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)} {texts[i]}");
        }
        return lines.ToImmutable();
    }

    private static V1Node Node(string name) => new()
    {
        Metadata = new() { Name = name },
        Spec = new(),
        Status = new()
        {
            Conditions = [new() { Type = "Ready", Status = "True" }],
            Allocatable = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("16"), ["memory"] = new("64Gi"), ["pods"] = new("60") },
        },
    };
}
