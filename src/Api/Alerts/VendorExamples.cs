namespace AiSre.Api.Alerts;

/// <summary>What each source sends, as short as it is understood.</summary>
internal static class VendorExamples
{
    private static readonly (string Name, string Summary, string Json) Generic = ("webhook", "Anything that can post JSON",
        """
        {
          "title": "High CPU on payments-api", "description": "CPU usage > 90% for 5 minutes", "severity": "critical",
          "service": "payments-api", "namespace": "production", "dedup_key": "cpu-payments-api", "status": "firing"
        }
        """);

    private static readonly (string Name, string Summary, string Json) Alertmanager = ("alertmanager", "Alertmanager's webhook",
        """
        {
          "version": "4", "status": "firing", "receiver": "ai-sre", "externalURL": "https://alerts.example",
          "groupKey": "{}:{alertname=\"PodRestarts\"}",
          "alerts": [{
            "status": "firing", "fingerprint": "3f0c9be27d51a846", "startsAt": "2026-01-15T10:30:00Z", "endsAt": "0001-01-01T00:00:00Z",
            "labels": {"alertname": "PodRestarts", "severity": "critical", "namespace": "production", "pod": "checkout-6c9f7d5b8-k2x4m"},
            "annotations": {"summary": "checkout restarts again and again"}
          }]
        }
        """);

    private static readonly (string Name, string Summary, string Json) Grafana = ("grafana", "Grafana's contact point of the kind webhook",
        """
        {
          "version": "1", "orgId": 1, "receiver": "ai-sre", "status": "firing", "state": "alerting", "title": "[FIRING:1] Slow checkout",
          "externalURL": "https://grafana.example/", "groupKey": "{}/{team=\"shop\"}:{}",
          "alerts": [{
            "status": "firing", "fingerprint": "9a1e44c0d27b6f35", "startsAt": "2026-01-15T10:30:00Z", "endsAt": "0001-01-01T00:00:00Z",
            "labels": {"alertname": "Slow checkout", "severity": "high", "service": "checkout"},
            "annotations": {"summary": "p99 is above 2 s"}, "valueString": "[ value=2.4 ]"
          }]
        }
        """);

    private static readonly (string Name, string Summary, string Json) Datadog = ("datadog", "Datadog's webhook with the payload of docs/sources.md",
        """
        {
          "title": "[Triggered] Error rate of orders", "text": "5.2 % of requests fail", "alert_id": "48211907", "alert_cycle_key": "7150234418862",
          "alert_transition": "Triggered", "alert_type": "error", "alert_priority": "P2", "scope": "service:orders,env:prod",
          "tags": "service:orders,env:prod",
          "date": "1768473000000", "org": {"id": "1001", "name": "Acme"}
        }
        """);

    private static readonly (string Name, string Summary, string Json) NewRelic = ("newrelic", "A workflow of New Relic",
        """
        {
          "issueId": "1b7f6f0e-2f43-4f0a-9d61-2f0f6c1b7a11", "issueUrl": "https://one.newrelic.example/issues/1b7f6f0e",
          "title": "Queue of invoices grows",
          "priority": "CRITICAL", "state": "ACTIVATED", "trigger": "STATE_CHANGE", "createdAt": 1768473000000, "impactedEntities": ["invoices"]
        }
        """);

    private static readonly (string Name, string Summary, string Json) Opsgenie = (
        "opsgenie", "Opsgenie's or Jira Service Management's outgoing webhook",
        """
        {
          "action": "Create", "integrationName": "ai-sre",
          "alert": {
            "alertId": "c1b6ad8e-6f0b-4b7e-8f0c-5d1f5e1a9c33-1768473000000", "alias": "disk-db-1", "message": "Disk of db-1 is nearly full",
            "priority": "P1",
            "createdAt": 1768473000000, "entity": "db-1", "tags": ["env:prod"]
          }
        }
        """);

    private static readonly (string Name, string Summary, string Json) PagerDuty = ("pagerduty", "An event of PagerDuty's webhooks v3",
        """
        {
          "event": {
            "id": "01CEXAMPLE0000000000000001", "event_type": "incident.triggered", "resource_type": "incident",
            "occurred_at": "2026-01-15T10:30:00Z",
            "data": {
              "id": "Q0EXAMPLE00001", "type": "incident", "title": "Logins fail", "urgency": "high", "status": "triggered",
              "service": {"summary": "auth-service"}
            }
          }
        }
        """);

    private static readonly (string Name, string Summary, string Json) Prometheus = ("prometheus", "What Prometheus sends to an Alertmanager",
        """
        [{
          "startsAt": "2026-01-15T10:30:00Z", "endsAt": "2099-01-01T00:00:00Z", "generatorURL": "https://prometheus.example/graph?g0.expr=up",
          "labels": {"alertname": "TargetDown", "severity": "warning", "cluster": "prod-eu", "job": "search"},
          "annotations": {"summary": "search cannot be scraped"}
        }]
        """);

    private static readonly (string Name, string Summary, string Json) OpsgenieAlert = ("create", "What a client of Opsgenie's alert API opens",
        """
        {
          "message": "Disk of db-1 is nearly full", "alias": "disk-db-1", "priority": "P2", "entity": "db-1", "tags": ["env:prod", "service:orders"]
        }
        """);

    private static readonly (string Name, string Summary, string Json) OpsgenieChange = ("change", "Who it was, and why; may be empty",
        """
        {"user": "dave@shop.example", "source": "disk-check", "note": "Old logs are gone."}
        """);

    public static readonly (string Name, string Summary, string Json)[] OfWebhook =
        [Generic, Alertmanager, Grafana, Datadog, NewRelic, Opsgenie, PagerDuty, Prometheus];

    public static readonly (string Name, string Summary, string Json)[] OfPagerDuty = [PagerDuty];

    public static readonly (string Name, string Summary, string Json)[] OfOpsgenieAlert = [OpsgenieAlert];

    public static readonly (string Name, string Summary, string Json)[] OfOpsgenieChange = [OpsgenieChange];

    public static readonly (string Name, string Summary, string Json)[] OfPrometheus = [Prometheus];
}
