using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Tests;

/// <summary>Objects as a generous API server might send them: any field may be missing, empty, or hold what nobody expects there.</summary>
internal sealed class OddObjects(int seed)
{
    private const int Deepest = 5;

    private static readonly DateTime Now = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>What rules look for, so that they look on; of any other field one of the last.</summary>
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["Name"] = ["web", "db", "app", "n1", "web-1", "mysql"],
        ["NamespaceProperty"] = ["shop", "shop", "kube-system", ""],
        ["Kind"] = ["Pod", "Deployment", "ReplicaSet", "StatefulSet", "Node", "Job", "Service", "PersistentVolumeClaim", "Gateway", "HTTPRoute"],
        ["Type"] = ["Ready", "Warning", "Available", "MemoryPressure", "PodScheduled", "Failed", "AbleToScale", "ScalingActive", "Accepted"],
        ["Status"] = ["True", "False", "Unknown"],
        ["Phase"] = ["Pending", "Running", "Failed", "Bound", "Terminating", "Succeeded"],
        ["Reason"] =
        [
            "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError", "OOMKilled", "Error", "FailedCreate",
            "FailedScheduling", "FailedMount", "FailedAttachVolume", "Unhealthy", "Preempted", "Evicted", "BackoffLimitExceeded", "Unschedulable",
        ],
        ["Message"] =
        [
            "exceeded quota: q, requested: requests.cpu=1, used: requests.cpu=1, limited: requests.cpu=1",
            "0/3 nodes are available: 3 Insufficient cpu.", "Readiness probe failed: HTTP probe failed with 500",
            "failed calling webhook \"w.example.com\": no endpoints available for service \"web\"",
            "Failed to pull image \"app:1\": not found", "configmap \"web\" not found", "Multi-Attach error for volume \"db\"", "",
        ],
        ["Image"] = ["registry.example/app:1", "mysql", "@", "::"],
        ["Operator"] = ["In", "Exists", "NotIn", "DoesNotExist", "Gt"],
        [""] = ["web", "", "db:3306", "http://db.shop:80/x", "-1", "99999999999999999999", "a,b=c", "\ud800", "True", "8080"],
    };

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = [];

    private readonly Random random = new(seed);

    public ImmutableArray<T> Some<T>() where T : class => [.. Enumerable.Range(0, this.random.Next(4)).Select(_ => (T)Of(typeof(T), "", 0)!)];

    /// <summary>Of a kind that rules know, with fields of the types that they do not.</summary>
    public ImmutableArray<CustomObject> Customs() =>
    [
        .. from kind in new[]
           {
               ("gateway.networking.k8s.io/v1", "Gateway"), ("gateway.networking.k8s.io/v1", "GatewayClass"),
               ("gateway.networking.k8s.io/v1", "HTTPRoute"), ("keda.sh/v1alpha1", "ScaledObject"), ("cert-manager.io/v1", "Certificate"),
               ("security.istio.io/v1", "AuthorizationPolicy"), ("security.istio.io/v1", "PeerAuthentication"),
           }
           from _ in Enumerable.Range(0, this.random.Next(3))
           select new CustomObject(kind.Item1, kind.Item2, (V1ObjectMeta)Of(typeof(V1ObjectMeta), "", 0)!, Json(0), Json(0)),
    ];

    private JsonElement Json(int depth) => JsonDocument.Parse(JsonText(depth)).RootElement;

    private string JsonText(int depth) => this.random.Next(depth > 4 ? 5 : 12) switch
    {
        0 => "null",
        1 => this.random.Next(2) == 0 ? "true" : "[]",
        2 => this.random.Next(-1, 100_000).ToString(CultureInfo.InvariantCulture),
        3 => "1e99",
        4 => JsonSerializer.Serialize(One(["web", "True", "False", "Accepted", "Ready", "STRICT", "Same", "Selector", "2026-01-01T00:00:00Z", ""])),
        5 or 6 => $"[{string.Join(',', Enumerable.Range(0, this.random.Next(3)).Select(_ => JsonText(depth + 1)))}]",
        _ => $"{{{string.Join(',', Fields().Select(name => $"\"{name}\":{JsonText(depth + 1)}"))}}}",
    };

    private IEnumerable<string> Fields() => new[]
    {
        "name", "namespace", "kind", "port", "type", "status", "reason", "message", "conditions", "listeners", "allowedRoutes", "namespaces", "from",
        "selector", "matchLabels", "parentRefs", "parents", "rules", "backendRefs", "gatewayClassName", "scaleTargetRef", "mtls", "mode", "action",
        "notAfter", "secretName", "sectionName",
    }.Where(_ => this.random.Next(2) == 0);

    private string One(string[] of) => of[this.random.Next(of.Length)];

    private object? Of(Type type, string name, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return this.random.Next(3) == 0 ? null : Of(inner, name, depth);
        if (type == typeof(string)) return this.random.Next(5) == 0 ? null : One(Words.GetValueOrDefault(name, Words[""]));
        if (type == typeof(bool)) return this.random.Next(2) == 0;
        if (type == typeof(int)) return this.random.Next(-1, 4) * (this.random.Next(5) == 0 ? int.MaxValue / 4 : 1);
        if (type == typeof(long)) return (long)this.random.Next(-1, 100);
        if (type == typeof(DateTime)) return this.random.Next(20) == 0 ? DateTime.MinValue : Now.AddMinutes(-this.random.Next(100));
        if (type == typeof(ResourceQuantity)) return this.random.Next(5) == 0 ? null : new ResourceQuantity(One(["0", "100m", "1Gi", "8E", "3"]));
        if (type == typeof(IntOrString)) return this.random.Next(5) == 0 ? null : (IntOrString)One(["8080", "http", "", "50%"]);
        if (!type.IsGenericType) return Object(type, depth);
        if (this.random.Next(3) == 0) return null;
        var arguments = type.GetGenericArguments();
        return arguments.Length == 1 ? List(arguments[0], depth) : Map(arguments, depth);
    }

    private object? Object(Type type, int depth)
    {
        if (type.Namespace != typeof(V1Pod).Namespace || type.GetConstructor([]) is null) return null;
        if (depth > 0 && (depth > Deepest || this.random.Next(5) < 2)) return null;
        var made = Activator.CreateInstance(type)!;
        foreach (var property in Fields(type))
        {
            property.SetValue(made, Of(property.PropertyType, property.Name, depth + 1));
        }

        return made;
    }

    private static PropertyInfo[] Fields(Type type) => Known.GetOrAdd(
        type, static one => [.. one.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)]);

    private IList List(Type of, int depth)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(of))!;
        for (var left = this.random.Next(3); left > 0; left--) if (Of(of, "", depth) is { } item) list.Add(item);
        return list;
    }

    private IDictionary Map(Type[] of, int depth)
    {
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(of))!;
        foreach (var key in new[] { "app", "cpu", "memory", "requests.cpu", "pods" })
        {
            if (this.random.Next(2) == 0 && Of(of[1], "", depth) is { } value) map[key] = value;
        }

        return map;
    }
}
