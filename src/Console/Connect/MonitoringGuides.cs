using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Console.Connect;

internal static class MonitoringGuides
{
    public static readonly ImmutableArray<ToolGuide> All =
    [
        new(AlertSource.Alertmanager, "Alertmanager", "alertmanager.yml",
            """
            receivers:
              - name: ai-sre
                webhook_configs:
                  - url: {url}
                    send_resolved: true
                    max_alerts: 0
                    http_config:
                      basic_auth: {username: alertmanager, password: "{key}"}
            """,
            "Then name ai-sre in route.receiver and reload. vmalert, Loki, Mimir, Cortex and SigNoz send the same body.")
        {
            Try = "amtool alert add HelloFromAlertmanager severity=info service=hello",
        },
        new(AlertSource.Prometheus, "Prometheus", "prometheus.yml",
            """
            global:
              external_labels: {cluster: my-cluster}
            alerting:
              alertmanagers:
                - scheme: {scheme}
                  api_version: v2
                  static_configs: [{targets: ["{host}"]}]
                  authorization: {credentials: "{key}"}
            """,
            "For a Prometheus without an Alertmanager. Each one needs an external label of its own, or two clusters look like one."),
        new(AlertSource.Grafana, "Grafana", "Alerting, Contact points, Webhook",
            "URL:     {url}\nMethod:  POST\nHeader:  X-API-Key: {key}",
            "Then name the contact point in a notification policy. Leave the payload as it is."),
        new(AlertSource.Datadog, "Datadog", "Integrations, Webhooks, New",
            """
            URL:      {url}
            Headers:  {"X-API-Key": "{key}"}
            Payload:
            {
              "title": "$EVENT_TITLE", "text": "$TEXT_ONLY_MSG", "alert_id": "$ALERT_ID", "alert_cycle_key": "$ALERT_CYCLE_KEY",
              "aggreg_key": "$AGGREG_KEY", "alert_transition": "$ALERT_TRANSITION", "alert_type": "$ALERT_TYPE",
              "alert_priority": "$ALERT_PRIORITY", "scope": "$ALERT_SCOPE", "tags": "$TAGS", "hostname": "$HOSTNAME",
              "link": "$LINK", "date": "$DATE", "org": {"id": "$ORG_ID", "name": "$ORG_NAME"}
            }
            """,
            "Then name @webhook-… in the monitors, in the part for the recovery too. Datadog's test button sends unfilled variables, " +
                "which open nothing."),
        new(AlertSource.PagerDuty, "PagerDuty", "Integrations, Generic Webhooks (v3)",
            "URL:     {base}/webhook/pagerduty\nEvents:  all incident.*\nHeader:  X-API-Key: {key}",
            "Put the secret that PagerDuty shows once into AI_SRE_WEBHOOK_SECRET_PAGERDUTY of this platform."),
        new(AlertSource.Opsgenie, "Opsgenie", "Integrations, Webhook",
            "URL:      {url}\nHeaders:  X-API-Key: {key}\nAdd alert description and details: on",
            "Jira Service Management is set up in the same way."),
        new(AlertSource.NewRelic, "New Relic", "Destinations, Webhook",
            "URL:     {url}\nHeader:  X-API-Key: {key}",
            "Then a workflow with that destination and the payload that is proposed."),
        new(AlertSource.Webhook, "Your own scripts", "a script",
            """
            curl -sf {base}/webhook -H "X-API-Key: $KEY" -H 'Content-Type: application/json' -d '{
              "title": "Nightly export failed", "severity": "high", "service": "billing",
              "dedup_key": "nightly-export", "status": "firing"}'
            """,
            "Send the same dedup_key with \"status\": \"resolved\" when it is over."),
    ];
}
