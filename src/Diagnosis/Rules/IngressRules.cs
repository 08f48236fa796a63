using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>The way from outside to a Service by an Ingress.</summary>
internal static partial class IngressRules
{
    private const string OldClass = "kubernetes.io/ingress.class";

    public static ImmutableArray<Rule> All { get; } =
    [
        new("ingress_class_missing", Classes)
        {
            Needs = ["ingresses", "ingressclasses"],
            LooksAt = "Classes that Ingresses name, against the IngressClasses that there are",
            Advice = "Let the Ingress name a class that a controller serves.",
            Expected = "The Ingress gets an address and answers.",
        },
        new("ingress_backend_missing", Backends)
        {
            Needs = ["ingresses", "services"],
            LooksAt = "Services and ports that Ingresses name, against those that there are",
            Advice = "Correct the backend's name or port in the Ingress, or create the Service.",
            Expected = "The address answers as the Service does.",
        },
        new("ingress_tls_secret_missing", Tls)
        {
            Needs = ["ingresses"],
            LooksAt = "Events and ingress controllers' logs that name a TLS secret of an Ingress as missing or unusable",
            Advice = "Create the TLS secret that the Ingress names, or correct its name.",
            Expected = "The address answers with its own certificate.",
        },
    ];

    private static IEnumerable<Finding> Classes(Scene scene)
    {
        foreach (var ingress in scene.Cluster.Ingresses)
        {
            var old = ingress.Metadata.Annotations?.TryGetValue(OldClass, out var note) == true ? note : null;
            var named = ingress.Spec?.IngressClassName ?? old;
            var isServed = ingress.Status?.LoadBalancer?.Ingress is { Count: > 0 };
            var known = scene.Cluster.IngressClasses.Select(one => one.Name()).ToList();
            if (named is not null ? known.Contains(named) || (ingress.Spec?.IngressClassName is null && isServed)
                : isServed || scene.Cluster.IngressClasses.Any(IsDefault)) continue;
            var component = Component(ingress);
            var listed = known.Count == 0 ? "none" : string.Join(", ", known);
            yield return new()
            {
                Component = component, Confidence = named is null ? 0.8 : 0.92,
                RootCause = named is null
                    ? Statement.That($"Ingress {ingress.Name()} names no ingress class and there is no default one, so no controller serves it.",
                        Sighting.Of(component, $"{ingress.Name()}: spec.ingressClassName is not set; IngressClasses: {listed}"))
                    : Statement.That($"Ingress {ingress.Name()} names the ingress class {named}, which does not exist; no controller serves it.",
                        Sighting.Of(component, $"{ingress.Name()}: spec.ingressClassName: {named}; IngressClasses: {listed}")),
            };
        }
    }

    private static IEnumerable<Finding> Backends(Scene scene)
    {
        foreach (var ingress in scene.Cluster.Ingresses)
        {
            var backends = (ingress.Spec?.Rules ?? []).SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend)
                .Append(ingress.Spec?.DefaultBackend).Select(backend => backend?.Service).OfType<V1IngressServiceBackend>();
            foreach (var backend in backends.DistinctBy(backend => (backend.Name, backend.Port?.Number, backend.Port?.Name)))
            {
                var component = Component(ingress);
                var port = backend.Port?.Name ?? (backend.Port?.Number is { } number ? ServiceRoutingRules.Number(number) : "");
                var seen = Sighting.Of(component, $"Ingress {ingress.Name()}: backend service {backend.Name}, port {port}");
                if (scene.Service(ingress.Namespace() ?? "", backend.Name) is not { } service)
                {
                    yield return new()
                    {
                        Component = component, Confidence = 0.93,
                        RootCause = Statement.That($"Ingress {ingress.Name()} routes to backend Service {backend.Name}, which does not exist.", seen,
                            Sighting.Of(new Component("Service", ingress.Namespace() ?? "", backend.Name), "there is no such object")),
                    };
                }
                else if (port.Length > 0 && service.Spec?.Ports?.Any(
                    one => one.Name == port || ServiceRoutingRules.Number(one.Port) == port) == false)
                {
                    var offered = string.Join(", ", service.Spec.Ports.Select(one => ServiceRoutingRules.Number(one.Port)));
                    yield return new()
                    {
                        Component = component, Confidence = 0.92,
                        RootCause = Statement.That(
                            $"Ingress {ingress.Name()} routes to port {port} of backend Service {backend.Name}, which offers {offered}: that port "
                                + $"does not exist.",
                            seen, Sighting.Of(ServiceRoutingRules.Component(service), $"{service.Name()}: ports {offered}")),
                    };
                }
            }
        }
    }

    private static IEnumerable<Finding> Tls(Scene scene)
    {
        foreach (var ingress in scene.Cluster.Ingresses.Where(ingress => ingress.Spec?.Tls is { Count: > 0 }))
        {
            foreach (var secret in ingress.Spec.Tls.Select(tls => tls.SecretName).OfType<string>().Distinct())
            {
                var component = Component(ingress);
                var names = Sighting.Of(component, $"Ingress {ingress.Name()}: spec.tls.secretName: {secret}");
                var said = scene.Said(NoSecret()).FirstOrDefault(hit => hit.Line.Contains(secret, StringComparison.Ordinal));
                var happened = scene.EventsOf("Ingress", ingress.Namespace(), ingress.Name()).FirstOrDefault(seen =>
                    seen.Message?.Contains(secret, StringComparison.Ordinal) == true && NoSecret().IsMatch(seen.Message));
                var seen = said?.Seen ?? (happened is null ? null : Sighting.Of(happened));
                if (seen is null && Shown(scene, ingress) is { } shown)
                {
                    yield return new()
                    {
                        Component = component, Confidence = 0.62,
                        RootCause = Statement.That($"The TLS secret {secret} of Ingress {ingress.Name()} is missing or unusable: another "
                            + $"certificate is served.", names, shown),
                    };
                }

                if (seen is null) continue;
                yield return new()
                {
                    Component = component, Confidence = 0.9,
                    RootCause = Statement.That($"The TLS secret {secret} of Ingress {ingress.Name()} is missing or unusable.", names, seen),
                };
            }
        }
    }

    /// <summary>Whoever asks is shown another certificate than the one that the Ingress names.</summary>
    private static Sighting? Shown(Scene scene, V1Ingress ingress) =>
        Default().IsMatch($"{scene.Symptom.Title} {scene.Symptom.Description}")
            && (ingress.Name() == scene.Symptom.Service || (ingress.Spec?.Rules ?? []).Any(rule =>
                (rule.Host is { Length: > 0 } host && scene.Symptom.Description.Contains(host, StringComparison.Ordinal))
                || (rule.Http?.Paths ?? []).Any(path => path.Backend?.Service?.Name == scene.Symptom.Service)))
            ? Sighting.Of(scene.Symptom) : null;

    internal static Component Component(V1Ingress ingress) => new("Ingress", ingress.Namespace() ?? "", ingress.Name());

    private static bool IsDefault(V1IngressClass one) =>
        one.Metadata.Annotations?.TryGetValue("ingressclass.kubernetes.io/is-default-class", out var value) == true && value == "true";

    [GeneratedRegex("(?i)(?:fake|default|wrong|self-signed|untrusted|other|invalid|not trusted).{0,40}certificate"
        + "|certificate.{0,40}(?:fake|default|wrong|self-signed|not trusted|untrusted|invalid|not (?:valid|match))")]
    private static partial Regex Default();

    [GeneratedRegex(@"(?i)(?:secret|certificate).*(?:not found|does not exist|no such|was not found|missing|invalid|no object matching)"
        + @"|error getting SSL certificate")]
    private static partial Regex NoSecret();
}
