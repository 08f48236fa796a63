namespace AiSre.Cluster.Tests.Hostile;

/// <summary>One honest body of each kind, to be spoiled.</summary>
internal static class VendorBodies
{
    public static readonly string[] All =
    [
        """{"title":"High CPU on payments-api","description":"CPU > 90%","severity":"critical","namespace":"production","pod":"payments-api-7d8f9c6b5-x2k4m","service":"payments-api","dedup_key":"k1"}""",
        """{"version":"4","groupKey":"{}:{}","status":"firing","receiver":"r","externalURL":"http://am","alerts":[{"status":"firing","fingerprint":"abc123","startsAt":"2025-01-15T10:30:00Z","endsAt":"0001-01-01T00:00:00Z","labels":{"alertname":"A","pod":"p-1"},"annotations":{"summary":"S"}},{"status":"resolved","labels":{"alertname":"B"}}]}""",
        """[{"labels":{"alertname":"A","severity":"page","instance":"i:1"},"annotations":{"summary":"S"},"startsAt":"2025-01-15T10:30:00Z","endsAt":"2035-01-15T10:30:00Z","generatorURL":"http://p"}]""",
        """{"event":{"id":"E1","event_type":"incident.triggered","resource_type":"incident","occurred_at":"2025-01-15T10:30:00Z","data":{"id":"PD1","type":"incident","title":"T","urgency":"high","priority":{"summary":"P1"},"status":"triggered","service":{"summary":"auth"}}}}""",
        """{"action":"Create","alert":{"alertId":"a-1","message":"M","alias":"-","priority":"P3","tags":["x:y"],"createdAt":1736937000000,"updatedAt":1736937000000000000,"details":{"namespace":"n"}},"source":{"name":"web","type":"API"}}""",
        """{"id":"1","title":"[Triggered on {host:x}] CPU","event_type":"metric_alert_monitor","alert_id":"7","alert_transition":"Triggered","alert_type":"error","priority":"P1","tags":"kube_namespace:p,service:s,monitor","date":"1736937000000","org":{"id":"1","name":"o"}}""",
        """{"version":"1","orgId":1,"title":"[FIRING:1]","state":"alerting","status":"firing","groupKey":"{}:{}","externalURL":"http://g","alerts":[{"status":"firing","labels":{"alertname":"A"},"annotations":null,"values":null,"fingerprint":"f1","startsAt":"2025-01-15T10:30:00.123456789+02:00"}]}""",
        """{"ruleId":1,"ruleName":"r","state":"ok","title":"[OK] r","evalMatches":[]}""",
        """{"id":"i-1","issueId":"i-1","issueUrl":"https://one/i-2","title":"T","priority":"CRITICAL","state":"ACTIVATED","trigger":"STATE_CHANGE","isCorrelated":"false","createdAt":1736937000000,"totalIncidents":1,"impactedEntities":["e"]}""",
        """{"incident_id":0,"current_state":"open","severity":"CRITICAL","condition_name":"c","details":"d","policy_name":"p","timestamp":1736937000000}""",
    ];
}
