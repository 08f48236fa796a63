using System.Text.Json;
using AiSre.Diagnosis.Scenes;
using k8s.Models;

namespace AiSre.Diagnosis.Signs;

/// <summary>Of which namespaces the listeners of a Gateway take routes.</summary>
internal static class GatewayListeners
{
    /// <summary>Whether one listener, or the one that is meant, takes routes of a namespace. What is not said is no refusal.</summary>
    public static bool Admit(Scene scene, CustomObject gateway, string? section, string routesOf)
    {
        if (gateway.Spec.Child("listeners").ValueKind is not JsonValueKind.Array) return true;
        var labels = scene.Cluster.Namespaces.FirstOrDefault(space => space.Name() == routesOf)?.Metadata.Labels;
        return gateway.Spec.Items("listeners").Where(one => section is null || one.Text("name") == section)
            .Any(one => Takes(one, gateway.Metadata.NamespaceProperty ?? "", routesOf, labels));
    }

    private static bool Takes(JsonElement listener, string home, string routesOf, IDictionary<string, string>? labels)
    {
        var spaces = listener.Child("allowedRoutes").Child("namespaces");
        return (spaces.Text("from") ?? "Same") switch
        {
            "Same" => home == routesOf,
            "Selector" when labels is not null => spaces.Child("selector").Pairs("matchLabels")
                .All(label => label.Name is "kubernetes.io/metadata.name"
                    ? label.Value == routesOf
                    : labels.TryGetValue(label.Name, out var value) && value == label.Value),
            "None" => false,
            _ => true,
        };
    }
}
