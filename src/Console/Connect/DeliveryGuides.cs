using System.Collections.Immutable;

namespace AiSre.Console.Connect;

internal static class DeliveryGuides
{
    public static readonly ImmutableArray<ToolGuide> All =
    [
        ToolGuide.WithLogin("jenkins", "Jenkins", "the Notification plugin, JSON over HTTP", "Event \"Job finalized\"."),
        ToolGuide.WithLogin(
            "github", "GitHub", "a webhook of the repository or organisation",
            "Content type JSON; workflow runs, check runs, deployment statuses, Dependabot alerts."),
        ToolGuide.WithLogin("gitlab", "GitLab", "a webhook of the project or group", "Pipeline and deployment events."),
        new("argocd", "Argo CD", "argocd-notifications-cm",
            """
            service.webhook.ai-sre: |
              url: {url}
              headers: [{name: X-API-Key, value: "{key}"}]
            template.ai-sre: |
              webhook:
                ai-sre:
                  method: POST
                  body: |
                    {"app": "{{.app.metadata.name}}", "phase": "{{.app.status.operationState.phase}}",
                     "health": "{{.app.status.health.status}}", "sync": "{{.app.status.sync.status}}",
                     "destination_namespace": "{{.app.spec.destination.namespace}}"}
            """,
            "Subscribe on-sync-failed, on-health-degraded and on-deployed."),
        ToolGuide.WithLogin(
            "flux", "Flux", "a Provider of the type generic", "And an Alert with eventSeverity: info, so that a later success ends it."),
        ToolGuide.WithHeader("k6", "Grafana Cloud k6", "a webhook notification for finished tests"),
    ];
}
