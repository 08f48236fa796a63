using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>The Gateway API: classes, gateways and routes that are not accepted, and routes that lead nowhere.</summary>
internal static class GatewayRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("gateway_not_accepted", scene => Gateways(scene, "Gateway"))
        {
            Needs = ["gateways"],
            LooksAt = "Conditions of Gateways, and the GatewayClass that they name",
            Advice = "Mend what the condition's message says: class, listener, address or certificate.",
            Expected = "The Gateway's conditions Accepted and Programmed are True.",
        },
        new("gateway_class_not_accepted", scene => Gateways(scene, "GatewayClass"))
        {
            Needs = ["gatewayclasses"],
            LooksAt = "Conditions of GatewayClasses",
            Advice = "Install or mend the controller that the class names, or correct its parameters.",
            Expected = "The class's condition Accepted is True.",
        },
        new("http_route_broken", Routes)
        {
            Needs = ["httproutes", "services"],
            LooksAt = "HTTPRoutes: their parents, conditions, backends and ports",
            Advice = "Correct the parent, the namespace's label that the listener asks for, or the backend's name and port.",
            Expected = "The route's conditions Accepted and ResolvedRefs are True; the address answers.",
        },
    ];

    private static IEnumerable<Finding> Gateways(Scene scene, string kind)
    {
        foreach (var gateway in scene.Cluster.Customs.Where(one => one.Kind == kind && IsGatewayApi(one)))
        {
            var component = Component(gateway);
            var users = kind == "Gateway" ? []
                : scene.Cluster.Customs.Where(one => one.Kind == "Gateway" && one.Spec.Text("gatewayClassName") == gateway.Metadata.Name)
                .Select(Component).ToList();
            ImmutableArray<Component> affected = [.. Served(scene, users.Append(component))];
            if (Failed(gateway.Status) is { } failed)
            {
                yield return new()
                {
                    Component = component, Confidence = kind == "Gateway" ? 0.9 : 0.92, Affects = affected,
                    RootCause = Statement.That($"{kind} {gateway.Metadata.Name} is not accepted ({failed.Type} is {failed.Status}, "
                        + $"{failed.Reason}): {failed.Message}",
                        Sighting.Of(component,
                            $"{kind} {gateway.Metadata.Name}: condition {failed.Type}: {failed.Status}, {failed.Reason}: {failed.Message}")),
                };
            }

            foreach (var listener in gateway.Status.Items("listeners"))
            {
                if (Failed(listener) is not { } wrong) continue;
                var section = listener.Text("name") ?? "";
                yield return new()
                {
                    Component = component, Confidence = 0.89, Affects = affected,
                    RootCause = Statement.That($"Listener {section} of Gateway {gateway.Metadata.Name} is not accepted ({wrong.Type} is "
                        + $"{wrong.Status}, {wrong.Reason}): {wrong.Message}",
                        Sighting.Of(component, $"Gateway {gateway.Metadata.Name}: listener {section}: condition {wrong.Type}: {wrong.Status}, "
                            + $"{wrong.Reason}: {wrong.Message}")),
                };
            }

            if (kind == "Gateway" && gateway.Spec.Text("gatewayClassName") is { } name && scene.IsKnown("gatewayclasses")
                && !scene.Cluster.Customs.Any(one => one.Kind == "GatewayClass" && one.Metadata.Name == name))
            {
                yield return new()
                {
                    Component = component, Confidence = 0.94, Affects = affected,
                    RootCause = Statement.That($"Gateway {gateway.Metadata.Name} names the GatewayClass {name}, which does not exist, so it is "
                        + $"not accepted.",
                        Sighting.Of(component, $"{gateway.Metadata.Name}: spec.gatewayClassName: {name}; there is no such class")),
                };
            }
        }
    }

    private static IEnumerable<Finding> Routes(Scene scene)
    {
        foreach (var route in scene.Cluster.Customs.Where(one => one.Kind is "HTTPRoute" or "GRPCRoute" or "TCPRoute" && IsGatewayApi(one)))
        {
            var (component, home) = (Component(route), route.Metadata.NamespaceProperty ?? "");
            ImmutableArray<Component> affected = [.. Backends(route).Select(one => new Component("Service", one.Namespace ?? home, one.Name))];
            foreach (var parent in route.Status.Items("parents"))
            {
                if (Failed(parent) is not { } failed) continue;
                yield return new()
                {
                    Component = component, Confidence = 0.9, Affects = affected,
                    RootCause = Statement.That(
                        $"{route.Kind} {route.Metadata.Name} is not accepted, {failed.Type} is {failed.Status} ({failed.Reason}): {failed.Message}",
                        Sighting.Of(component,
                            $"{route.Kind} {route.Metadata.Name}: condition {failed.Type}: {failed.Status}, {failed.Reason}: {failed.Message}")),
                };
            }

            foreach (var (name, inNamespace, port) in Backends(route))
            {
                var service = scene.Service(inNamespace ?? home, name);
                var seen = Sighting.Of(component, $"{route.Kind} {route.Metadata.Name}: backendRef {name}, port {port}");
                if (service is null)
                {
                    yield return new()
                    {
                        Component = component, Confidence = 0.92, Affects = affected,
                        RootCause = Statement.That($"{route.Kind} {route.Metadata.Name} routes to backend Service {name}, which does not exist.",
                            seen),
                    };
                }
                else if (port is { } number && service.Spec?.Ports?.Any(one => one.Port == number) == false)
                {
                    yield return new()
                    {
                        Component = component, Confidence = 0.92, Affects = affected,
                        RootCause = Statement.That($"{route.Kind} {route.Metadata.Name} routes to port {number} of backend Service {name}, which "
                            + $"does not offer it.",
                            seen, Sighting.Of(ServiceRoutingRules.Component(service),
                                $"{name}: ports {string.Join(", ", service.Spec.Ports.Select(one => one.Port))}")),
                    };
                }
            }

            foreach (var parent in route.Spec.Items("parentRefs").Where(parent => parent.Text("kind") is null or "Gateway"))
            {
                var (name, inNamespace) = (parent.Text("name"), parent.Text("namespace") ?? home);
                if (name is null) continue;
                if (scene.Cluster.Customs.FirstOrDefault(one => one.Kind == "Gateway" && one.Metadata.Name == name
                    && one.Metadata.NamespaceProperty == inNamespace) is { } gateway)
                {
                    if (!GatewayListeners.Admit(scene, gateway, parent.Text("sectionName"), home))
                    {
                        yield return new()
                        {
                            Component = component, Confidence = 0.91, Affects = affected,
                            RootCause = Statement.That($"{route.Kind} {route.Metadata.Name} is not accepted: no listener of Gateway {name} admits "
                                + $"routes of namespace {home} (allowedRoutes: its namespace or its labels are not allowed).",
                                Sighting.Of(component, $"{route.Metadata.Name}: parentRef Gateway {inNamespace}/{name}; namespace {home}")),
                        };
                    }

                    continue;
                }

                yield return new()
                {
                    Component = component, Confidence = 0.93, Affects = affected,
                    RootCause = Statement.That($"{route.Kind} {route.Metadata.Name} names the parent Gateway {name} in namespace {inNamespace}, "
                        + $"which does not exist.",
                        Sighting.Of(component, $"{route.Metadata.Name}: parentRef Gateway {inNamespace}/{name}; there is no such object")),
                };
            }
        }
    }

    private static IEnumerable<Component> Served(Scene scene, IEnumerable<Component> gateways)
    {
        var names = gateways.Select(gateway => gateway.Name).ToHashSet();
        return scene.Cluster.Customs.Where(one => one.Kind == "HTTPRoute"
            && one.Spec.Items("parentRefs").Any(parent => parent.Text("name") is { } name && names.Contains(name)))
            .SelectMany(route => Backends(route)
            .Select(backend => new Component("Service", backend.Namespace ?? route.Metadata.NamespaceProperty ?? "", backend.Name)));
    }

    private static IEnumerable<(string Name, string? Namespace, int? Port)> Backends(CustomObject route) =>
        from rule in route.Spec.Items("rules")
        from backend in rule.Items("backendRefs")
        where backend.Text("kind") is null or "Service"
        let name = backend.Text("name")
        where name is not null
        select (name, backend.Text("namespace"), backend.Number("port"));

    /// <summary>No controller took it up.</summary>
    private static bool IsAwaited(JsonElement condition) =>
        condition.Text("status") == "Unknown" && condition.Text("type") is "Accepted" or "Programmed";

    /// <summary>The first condition that should be True and is False, or that nobody has set yet.</summary>
    internal static (string Type, string Status, string Reason, string Message)? Failed(JsonElement status)
    {
        foreach (var condition in status.Items("conditions"))
        {
            if (condition.Text("type") is not ("Accepted" or "Programmed" or "ResolvedRefs" or "Ready")
                || !(condition.Text("status") == "False" || IsAwaited(condition))) continue;
            return (condition.Text("type")!, condition.Text("status")!, condition.Text("reason") ?? "", condition.Text("message") ?? "");
        }

        return null;
    }

    internal static Component Component(CustomObject one) => new(one.Kind, one.Metadata.NamespaceProperty ?? "", one.Metadata.Name);

    private static bool IsGatewayApi(CustomObject one) => one.ApiVersion.StartsWith("gateway.networking.k8s.io/", StringComparison.Ordinal);
}
