using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Diagnosis.Scenes;
using k8s;
using k8s.Models;

namespace AiSre.Integrations.Diagnosis;

/// <summary>Kinds that a cluster may have or not: asked for where the server says that it knows their group.</summary>
internal static class CustomLists
{
    private static readonly (string Group, string Plural, string Kind, bool IsNamespaced)[] Known =
    [
        ("gateway.networking.k8s.io", "gatewayclasses", "GatewayClass", false),
        ("gateway.networking.k8s.io", "gateways", "Gateway", true),
        ("gateway.networking.k8s.io", "httproutes", "HTTPRoute", true),
        ("keda.sh", "scaledobjects", "ScaledObject", true),
        ("cert-manager.io", "certificates", "Certificate", true),
        ("security.istio.io", "authorizationpolicies", "AuthorizationPolicy", true),
        ("security.istio.io", "peerauthentications", "PeerAuthentication", true),
    ];

    /// <summary>The versions of the groups that the server knows, by the group's name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> GroupsAsync(Gathering to)
    {
        var found = new Dictionary<string, string>();
        await to.TryAsync(new("customresources"), async () =>
        {
            var groups = await to.Cluster.CallAsync(to.Cluster.Limits.Read, (api, call) => api.Apis.GetAPIVersionsAsync(call), to.Cancellation);
            foreach (var group in groups.Groups ?? [])
                if (group.PreferredVersion?.Version is { } version) found[group.Name] = version;
            return static snapshot => snapshot;
        });
        return found;
    }

    public static IEnumerable<Task<Func<ClusterSnapshot, ClusterSnapshot>>> Read(
        Gathering to, IReadOnlyDictionary<string, string> groups, string ns) =>
        from known in Known
        where known.IsNamespaced == ns.Length > 0 && groups.ContainsKey(known.Group)
        let version = $"{known.Group}/{groups[known.Group]}"
        select to.Named<CustomItems, CustomItem>(version, known.Plural, ns, (snapshot, found) => snapshot with
        {
            Customs = snapshot.Customs.AddRange(found.Select(item => new CustomObject(version, known.Kind, item.Metadata, item.Spec, item.Status))),
        });

    /// <summary>As the API answers it.</summary>
    internal sealed class CustomItems : IItems<CustomItem>, IMetadata<V1ListMeta>
    {
        [JsonPropertyName("items")]
        public IList<CustomItem> Items { get; set; } = [];

        [JsonPropertyName("metadata")]
        public V1ListMeta Metadata { get; set; } = new();
    }

    internal sealed class CustomItem : IMetadata<V1ObjectMeta>
    {
        [JsonPropertyName("metadata")]
        public V1ObjectMeta Metadata { get; set; } = new();

        [JsonPropertyName("spec")]
        public JsonElement Spec { get; set; }

        [JsonPropertyName("status")]
        public JsonElement Status { get; set; }
    }
}
