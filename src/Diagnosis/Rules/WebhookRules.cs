using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Rules;

/// <summary>Admission webhooks that do not answer: everything that they select stands still.</summary>
internal static partial class WebhookRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        Fails("webhook_certificate_invalid", isCertificate: true) with
        {
            LooksAt = "FailedCreate events \"failed calling webhook\" that speak of a certificate",
            Advice = "Renew the webhook's serving certificate and its caBundle; then the API server trusts it again.",
        },
        Fails("webhook_backend_down", isCertificate: false),
        NobodyThere(),
    ];

    private static Rule Fails(string cause, bool isCertificate) => new(cause, scene =>
        (from refused in scene.Refused()
         let match = Failed().Match(refused.Message)
         where match.Success
         let why = match.Groups["why"].Value
         where isCertificate == Certificate().IsMatch(why)
         let hook = match.Groups["hook"].Value
         select Found.At(
             Culprit(scene, hook, match), 0.93,
             isCertificate
                 ? Statement.That($"The API server does not trust the certificate of admission webhook {hook}: {Found.Short(why)}.", refused.Seen)
                 : Statement.That(
                     $"Admission webhook {hook} is unavailable, nothing live answers: {Found.Short(why)}. What it selects cannot be created.",
                     refused.Seen),
             Statement.That($"{refused.Workload.Name} has not all its pods.", refused.Workload.Standing()),
             Config(scene, hook) is { } config
                 ? Statement.That($"It is registered in {config.Name} with failurePolicy {config.Policy}.", Sighting.Of(
                     new Component(config.Kind, "", config.Name), $"webhook {hook}: failurePolicy {config.Policy}"))
                 : null) with
         {
             Affects = [refused.Workload.Component],
         }).OncePerComponent())
    {
        Needs = ["events"],
        LooksAt = "FailedCreate events \"failed calling webhook\", the webhook's Service and the pods behind it",
        Advice = "Bring the webhook's pods back. If that takes long, set its failurePolicy to Ignore or take its namespaces out, so that pods can be "
            + "made again.",
        Expected = "No more \"failed calling webhook\" events, and the workload has all its pods.",
        Pattern = "admission_denied",
    };

    /// <summary>What is to be mended: the pods that should answer, or else the registration that names them.</summary>
    private static Component Culprit(Scene scene, string hook, Match match)
    {
        var config = Config(scene, hook);
        var (space, name) = match.Groups["service"].Success
            ? (match.Groups["namespace"].Value, match.Groups["service"].Value)
            : (config?.Service?.NamespaceProperty, config?.Service?.Name);
        var service = scene.Cluster.Services.FirstOrDefault(found => found.Namespace() == space && found.Name() == name);
        return (service is null ? null : scene.WorkloadBehind(service)?.Component)
            ?? scene.Workloads.FirstOrDefault(workload => workload.Namespace == space && workload.Name == name)?.Component
            ?? (config is not null ? new(config.Kind, "", config.Name) : new("Service", space ?? "", name ?? hook));
    }

    /// <summary>Before anybody was refused: a webhook that must answer and whose Service leads nowhere.</summary>
    private static Rule NobodyThere() => new("webhook_backend_down", scene =>
        from config in Configs(scene)
        where config.Policy == "Fail" && config.Service is not null
        let service = scene.Cluster.Services.FirstOrDefault(found =>
            found.Namespace() == config.Service!.NamespaceProperty && found.Name() == config.Service!.Name)
        let behind = service is null ? null : scene.WorkloadBehind(service)
        where scene.Cluster.Services.Any(found => found.Namespace() == config.Service!.NamespaceProperty)
            && (service is null || behind is { Ready: 0, Desired: > 0 } or { Desired: 0 })
        select Found.At(
            behind?.Component ?? new(config.Kind, "", config.Name), 0.45,
            Statement.That(
                $"Admission webhook {config.Hook} is down: no ready pod answers for {config.Service!.Name}.",
                Sighting.Of(new Component(config.Kind, "", config.Name),
                    $"webhook {config.Hook}: failurePolicy Fail, service {config.Service!.Name}"))))
    {
        Needs = ["validatingwebhookconfigurations", "services", "pods"],
        LooksAt = "webhook configurations with failurePolicy Fail whose Service has no ready pod",
        Advice = "Bring the webhook's pods back, or remove its registration if nobody needs it any more.",
        Expected = "The webhook's Service has endpoints.",
        Pattern = "admission_denied",
    };

    private static Registration? Config(Scene scene, string hook) => Configs(scene).FirstOrDefault(config => config.Hook == hook);

    private static IEnumerable<Registration> Configs(Scene scene) =>
        scene.Cluster.ValidatingWebhooks
            .SelectMany(config => (config.Webhooks ?? []).Select(hook => new Registration(
                "ValidatingWebhookConfiguration", config.Name(), hook.Name, hook.FailurePolicy ?? "Fail", hook.ClientConfig?.Service)))
            .Concat(scene.Cluster.MutatingWebhooks.SelectMany(config => (config.Webhooks ?? []).Select(hook => new Registration(
                "MutatingWebhookConfiguration", config.Name(), hook.Name, hook.FailurePolicy ?? "Fail", hook.ClientConfig?.Service))));

    [GeneratedRegex(
        """failed calling (?:admission )?webhook "(?<hook>[^"]+)"[:,] (?:failed to call webhook: )?(?:\w+ "?https?://(?:(?<service>[^./:]+)\.(?<namespace>[^./:]+)\.svc)?[^\s"]*"?: )?(?<why>.+)""",
        RegexOptions.Singleline)]
    private static partial Regex Failed();

    [GeneratedRegex("x509|certificate|tls:", RegexOptions.IgnoreCase)]
    private static partial Regex Certificate();

    private sealed record Registration(string Kind, string Name, string Hook, string Policy, Admissionregistrationv1ServiceReference? Service);
}
