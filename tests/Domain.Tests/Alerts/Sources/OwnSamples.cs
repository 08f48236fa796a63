using AiSre.Domain.Alerts;

namespace AiSre.Domain.Tests.Alerts.Sources;

/// <summary>One or more bodies of each source, written for these tests; the fuzzer starts from them.</summary>
public static class OwnSamples
{
    public static readonly (string Source, string Json)[] All =
    [
        (AlertSource.Alertmanager, """
            {"version":"4","groupKey":"{}:{alertname=\"QueueFull\"}","receiver":"sre","status":"firing","externalURL":"https://am.test/","truncatedAlerts":2,
             "alerts":[
              {"status":"firing","labels":{"alertname":"QueueFull","namespace":"mail","pod":"relay-6f7b8c9d4f-q2w4r","severity":"page"},
               "annotations":{"summary":"Relay queue is full \u003c10%\u003e","description":"More than 10k","runbook_url":"https://wiki.test/q"},
               "startsAt":"2026-03-01T11:00:00.123456789Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"https://prom.test/g?a=1\u0026b=2","fingerprint":"00aa11bb22cc33dd"},
              {"status":"resolved","labels":{"alertname":"QueueFull","exported_namespace":"mail","namespace":"monitoring","exported_pod":"relay-1","pod":"prom-kube-state-metrics-0"},
               "annotations":{},"startsAt":"2026-03-01T10:00:00+02:00","endsAt":"2026-03-01T11:30:00Z"}]}
            """),
        (AlertSource.Alertmanager,
            """{"version":"3","groupKey":17823645,"alerts":[{"status":"firing","labels":{"instance":"a:1"},"annotations":null}]}"""),
        (AlertSource.Prometheus, """
            [{"labels":{"alertname":"Down","job":"x","service":"cart"},"annotations":{"summary":"cart is down"},"startsAt":"2026-03-01T11:59:00Z","endsAt":"2026-03-01T12:04:00Z","generatorURL":"http://p.test/"},
             {"labels":{"alertname":"Slow","zone":"\u00fc"},"startsAt":"2026-03-01T11:00:00Z","endsAt":"2026-03-01T11:58:00Z"}]
            """),
        (AlertSource.Grafana, """
            {"receiver":"hook","status":"firing","orgId":3,"version":"1","groupKey":"{}:{}","externalURL":"https://g.test/","title":"[FIRING:2]  ","state":"alerting","truncatedAlerts":0,
             "alerts":[
              {"status":"firing","labels":{"alertname":"DatasourceNoData","rulename":"Checkout latency"},"annotations":{"summary":"Latency is high"},"startsAt":"2026-03-01T13:00:00+02:00",
               "endsAt":"0001-01-01T00:00:00Z","fingerprint":"abc","values":null,"silenceURL":"https://g.test/s","dashboardURL":"","panelURL":"https://g.test/p","imageURL":"https://g.test/i.png"},
              {"status":"resolved","labels":{"alertname":"CPU"},"annotations":{},"startsAt":"2026-03-01T10:00:00Z","endsAt":"2026-03-01T11:00:00Z","fingerprint":"def","values":{"A":1}}]}
            """),
        (AlertSource.Grafana,
            """{"title":"[OK] Disk","ruleId":12,"ruleName":"Disk","ruleUrl":"https://g.test/d/1","state":"ok","evalMatches":[],"orgId":2,"tags":{"severity":"major"}}"""),
        (AlertSource.Datadog, """
            {"id":"991","title":"[P3] [Warn Recovered on {host:b,kube_namespace:shop}] Heap is large","alert_transition":"Warn Recovered","alert_type":"success","priority":"P3",
             "alert_cycle_key":"77001","aggreg_key":"aa77","alert_id":"4242","scope":"kube_namespace:shop,host:b","tags":"service:cart,monitor,team:a,team:b","date":"1772366400000",
             "org":{"id":"9","name":"O"},"link":"https://dd.test/e/1","text":"%%%\nheap\n%%%"}
            """),
        (AlertSource.NewRelic, """
            {"issueId":"i-1","issueUrl":"https://nr.test/accounts/5/issues/7b3c9d1e-0000-4000-8000-000000000001?x=1","title":["Slow checkout"],"priority":"MEDIUM","state":"ACTIVATED","trigger":"INCIDENT_CLOSED",
             "impactedEntities":["checkout"],"createdAt":1772366400000,"updatedAt":1772366460000,"isCorrelated":"false","accumulations":{"tag":{"namespaceName":["shop"]},"runbookUrl":["https://wiki.test/"]}}
            """),
        (AlertSource.NewRelic, """
            {"incident_id":0,"condition_id":4,"condition_name":"Test","current_state":"acknowledged","severity":"WARNING","targets":[{"name":"web","labels":{"a":"b"},"product":"APM"}],"timestamp":1772366400000,
             "account_id":7,"owner":"Ann","incident_url":"https://nr.test/i/0"}
            """),
        (AlertSource.Opsgenie, """
            {"action":"Create","alert":{"alertId":"og-1","message":"Queue full","alias":"-","priority":"2","tags":["namespace:mail","vip"],"details":{"pod":"relay-0"},"createdAt":1772366400000,
             "updatedAt":"1772366400000000123","entity":"relay","username":"u"},"integrationId":"x"}
            """),
        (AlertSource.PagerDuty, """
            {"event":{"id":"ev1","event_type":"incident.triggered","occurred_at":"2026-03-01T11:00:00Z","agent":{"summary":"Bo"},"client":null,
             "data":{"id":"PX1","type":"incident","status":"triggered","title":"DB down","priority":{"summary":"SEV2: degraded"},"urgency":"high","service":{"summary":"db"},"number":4,
              "html_url":"https://pd.test/i/PX1","assignees":[{"summary":"Bo"}],"conference_bridge":{"conference_number":5,"conference_url":"https://meet.test/"},"incident_key":"k1"}}}
            """),
        (AlertSource.PagerDuty,
            """{"messages":[{"id":"m1","event":"incident.annotate","incident":{"id":"PX2","title":"T","alerts":[{"alert_key":"ak"}]},"log_entries":[{"agent":{"summary":"Al"},"channel":{"content":"hi"}}]}]}"""),
        (AlertSource.Webhook, """
            {"title":"Cart is slow","description":"p99 over 2 s","severity":"major","source":"shell","namespace":"shop","pod":"cart-5d4f3c2b1-x2k4m","dedup_key":5,"status":"firing","labels":{"team":"a"},
             "url":"https://x.test/","starts_at":1772366400,"tags":["env:prod"]}
            """),
    ];
}
