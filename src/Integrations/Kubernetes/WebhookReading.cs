using AiSre.Domain.Kubernetes;
using k8s.Models;

namespace AiSre.Integrations.Kubernetes;

/// <summary>Admission webhooks as facts.</summary>
internal static class WebhookReading
{
    public static IEnumerable<AdmissionWebhookFacts> Facts(V1ValidatingWebhookConfiguration configuration) =>
        (configuration.Webhooks ?? []).Select(webhook => new AdmissionWebhookFacts(configuration.Metadata.Name, webhook.Name, "Validating",
            webhook.FailurePolicy ?? "Fail", Backend(webhook.ClientConfig), webhook.TimeoutSeconds ?? 10));

    public static IEnumerable<AdmissionWebhookFacts> Facts(V1MutatingWebhookConfiguration configuration) =>
        (configuration.Webhooks ?? []).Select(webhook => new AdmissionWebhookFacts(configuration.Metadata.Name, webhook.Name, "Mutating",
            webhook.FailurePolicy ?? "Fail", Backend(webhook.ClientConfig), webhook.TimeoutSeconds ?? 10));

    private static string Backend(Admissionregistrationv1WebhookClientConfig? client) =>
        client?.Service is { } service ? $"{service.NamespaceProperty}/{service.Name}" : OneLine.Of(client?.Url);
}
