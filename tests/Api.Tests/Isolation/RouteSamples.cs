namespace AiSre.Api.Tests.Isolation;

/// <summary>
/// How routes are called that a bare address or their own example does not call well. In this order they are shown to work for the owner, so that
/// what ends a thing comes after what needs it.
/// </summary>
internal static class RouteSamples
{
    private const string Incident = "/incidents/{incidentId}";
    private const string Slo = "/slo/{name}";
    private const string Beat = "/heartbeats/{name}";
    private const string Opsgenie = "/v2/alerts/{identifier}";

    private static readonly (string, string)[] Mcp = [("Accept", "application/json, text/event-stream")];

    public static IReadOnlyList<RouteSample> All { get; } = [.. Api(), .. ConsoleSamples.All, .. Last()];

    /// <summary>Of a route without one of its own.</summary>
    public static RouteSample Plain(MappedRoute route) => new(route.Name);

    private static IEnumerable<RouteSample> Api() =>
    [
        new("GET /events") { Streams = true },
        new("GET /notifications/escalation") { Query = "service=<service>" },
        new("GET /dashboard/{**path}") { With = [("path", "counters")], Platforms = "It shows grains of all workspaces." },
        new("GET /demo/seed") { Platforms = "The demo is a workspace of its own." },
        new("POST /workspaces") { Platforms = "Workspaces are made by the platform.", Elsewhere = "WorkspaceTests" },
        new("PATCH /workspaces/{workspaceId}", """{"name":"Renamed"}"""),
        .. new[] { "POST /workspaces/{workspaceId}/suspend", "POST /workspaces/{workspaceId}/resume", "DELETE /workspaces/{workspaceId}" }
            .Select(route => new RouteSample(route) { Platforms = "The platform's.", Elsewhere = "It would end all that is tried." }),
        new("POST /workspaces/{workspaceId}/import", "{}")
        {
            Platforms = "The platform's.", MediaType = "application/x-ndjson", Elsewhere = "WorkspaceTransferTests",
        },
        new("POST /workspaces/{workspaceId}/keys", """{"name":"another","role":"viewer"}"""),
        new("POST /workspaces/{workspaceId}/keys/{keyId}/rotate", "{}"),
        new("DELETE /workspaces/{workspaceId}/keys/{keyId}") { With = [("keyId", "key2")] },
        new("GET /audit") { Query = "scope=platform", Platforms = "The platform's audit is of all workspaces." },
        new("GET /audit/verify") { Query = "scope=platform", Platforms = "The platform's audit is of all workspaces." },
        new("GET /audit"),
        new("GET /audit/verify"),
        new("GET /i/{incidentId}") { Elsewhere = "A token that names its incident opens it (SignedLinkTests)." },
        new("POST /i/{incidentId}") { Elsewhere = "A token that names its incident opens it (SignedLinkTests)." },
        new("POST /integrations/slack/actions") { Elsewhere = "A signature by a workspace's own secret opens it (SlackStrangerTests)." },
        new("POST /demo/seed") { Platforms = "The demo is a workspace of its own.", Elsewhere = "It writes for a while (DemoTests)." },

        Tool("get_incident", """{"incidentId":"<incident>"}""", "OOMKilled"),
        Tool("get_incident_timeline", """{"incidentId":"<incident>"}""", "alert_received"),
        Tool("write_post_mortem", """{"incidentId":"<incident>"}""", "OOMKilled"),
        Tool("list_incidents", "{}", "OOMKilled"),
        Tool("get_slo_budget", """{"name":"<slo>"}""", "quagga-slo"),
        Tool("try_action", """{"action":"restart_pod","namespace":"<namespace>","pod_name":"<pod>","incident_id":"<incident>"}""", "Would delete"),

        new("POST /webhook", """{"title":"Pump <dedup> stands","dedup_key":"<dedup>-a","service":"<dedup>-a"}"""),
        new("POST /webhook", """{"title":"Pump <delivery> stands","dedup_key":"<delivery>","service":"<delivery>"}""")
        {
            Headers = [("Idempotency-Key", "<delivery>")],
        },
        new("PUT /webhook", """{"title":"Pump <dedup> stands still","dedup_key":"<dedup>-b","service":"<dedup>-b"}"""),
        new("POST /webhook/pagerduty", """
            {"event":{"id":"01C<dedup>","event_type":"incident.triggered","resource_type":"incident","occurred_at":"<now>",
             "data":{"id":"Q<dedup>","type":"incident","title":"Logins fail","urgency":"high","status":"triggered",
                     "service":{"summary":"<dedup>-c"}}}}
            """),
        new("POST /api/v1/alerts", """[{"startsAt":"<now>","endsAt":"<later>","labels":{"alertname":"<dedup>-d","severity":"warning"}}]"""),
        new("POST /api/v2/alerts", """[{"startsAt":"<now>","endsAt":"<later>","labels":{"alertname":"<dedup>-e","severity":"warning"}}]"""),
        new("POST /webhook/deploy", """{"service":"<service>","deploy_id":"<deploy>"}"""),
        new("POST /v2/alerts", """{"message":"Oven <dedup> is cold","alias":"<dedup>-f","entity":"<dedup>-f"}"""),
        .. new[] { "acknowledge", "unacknowledge", "notes", "close" }.Select(said =>
            new RouteSample($"POST {Opsgenie}/{said}", """{"note":"A word"}""") { Query = "identifierType=alias" }),
        new("POST /sources/check", """{"title":"Pump stands"}"""),

        new($"POST {Incident}/acknowledge", "{}"),
        new($"POST {Incident}/unacknowledge", "{}"),
        new($"POST {Incident}/notes", """{"text":"A word"}"""),
        new($"POST {Incident}/assign", """{"to":"<person>"}"""),
        new($"POST {Incident}/snooze", """{"minutes":5}"""),
        new($"POST {Incident}/unmerge", """{"alert_identity":"<identity>"}"""),
        new($"POST {Incident}/diagnosis/feedback", """{"correct":true}"""),
        new($"POST {Incident}/runbooks/{{runbookId}}/execute", """{"dry_run":true}"""),
        new($"POST {Incident}/postmortem"),
        new($"POST {Incident}/resolve", """{"resolution":"Done"}"""),
        new($"POST {Incident}/reopen", "{}"),
        new("POST /bot/interact", """{"message":"what is wrong?","incident_id":"<incident>"}"""),
        new("POST /bot/interact", """{"message":"acknowledge <incident>","auto_apply":true}"""),

        new("POST /silences", """{"matchers":[{"name":"service","value":"till"}],"comment":"Moved","ends_at":"<soon>"}"""),
        new("POST /silences", """{"id":"<silence4>","matchers":[{"name":"service","value":"till"}],"comment":"Moved","ends_at":"<soon>"}"""),
        new("POST /silences/preview", """{"matchers":[{"name":"service","value":"<service>"}]}"""),
        new("POST /api/v2/silences", """
            {"matchers":[{"name":"alertname","value":"Till","isRegex":false}],"startsAt":"<now>","endsAt":"<soon>","createdBy":"x","comment":"y"}
            """),
        new("POST /api/v2/silences", """
            {"id":"<silence5>","matchers":[{"name":"alertname","value":"Till","isRegex":false}],"startsAt":"<now>","endsAt":"<soon>",
             "createdBy":"x","comment":"y"}
            """),
        new("DELETE /api/v2/silence/{silenceId}") { With = [("silenceId", "silence2")] },
        new("POST /oncall/overrides", """{"team":"<team>","user":"<person>","from":"2095-01-14T18:00","to":"2095-01-15T09:00"}"""),
        new("DELETE /oncall/overrides/{id}"),
        new("POST /notifications/dead-letter/replay", """{"seq":<message>}"""),
        new("POST /notifications/test"),
        new("POST /webhook/dead-letter/replay") { Query = "id=<deadLetter>" },
        new("DELETE /webhook/dead-letter/{id:long}") { With = [("id", "deadLetter2")] },

        new("POST /actions/execute", """{"action":"restart_pod","namespace":"<namespace>","pod_name":"<pod>","incident_id":"<incident>"}"""),
        new("POST /actions/execute", """
            {"action":"restart_pod","cluster":"stub","namespace":"<namespace>","pod_name":"<pod5>","dry_run":false,"approved":true}
            """),
        new("POST /approvals/{approvalId}", """{"approved":false,"comment":"No"}"""),
        new("POST /autonomy/kill-switch", """{"enabled":false}"""),
        new("POST /autonomy/run", "{}"),
        new("POST /autonomy/reset", "{}"),
        new("PUT /autonomy/settings", """{"enabled":false}"""),
        new("POST /workflows/{workflowId}/execute", """{"context":{"namespace":"<namespace>","pod_name":"<pod5>"}}"""),
        new("POST /workflows/{workflowId}/execute", """
            {"context":{"namespace":"<namespace>","pod_name":"<pod>"},"incident_id":"<incident>"}
            """) { With = [("workflowId", "built-in")] },
        new("POST /workflows/{runId}/approve", """{"approved":false,"gate":"ok"}"""),
        new("POST /workflows/{runId}/cancel", "{}") { With = [("runId", "run2")] },
        new("POST /runbooks/generate", """{"service":"<service>","pattern":"oomkilled"}"""),
        new("POST /runbooks/generate/approve", """{"runbook":{"id":"book-of-<dedup>","name":"X","steps":[{"id":"a","type":"wait","seconds":1}]}}"""),

        new($"PUT {Beat}", """{"interval_seconds":600}"""),
        new($"POST {Beat}", "{}"),
        new($"POST {Beat}/fail"),
        new("POST /slo", """{"name":"<slo>","service":"till","target":0.99,"source":{"type":"events"}}"""),
        new($"POST {Slo}/events", """{"event_batch_id":"<batch>","good":9,"total":10}"""),
        new($"POST {Slo}/corrections", """{"from":"<earlier>","until":"<earlier-end>","reason":"Moved"}"""),
        new($"DELETE {Slo}/corrections/{{correctionId}}"),
        new("POST /definitions/check", "teams: {}"),
    ];

    /// <summary>What ends what others need.</summary>
    private static IEnumerable<RouteSample> Last() =>
    [
        new($"DELETE {Beat}"),
        new("DELETE /silences/{silenceId}"),
        new($"DELETE {Slo}"),
        new("PUT /definitions", "{}"),
        new("POST /console/{workspace}/sign-out") { Elsewhere = "It leads where a refusal does (SignInTests)." },
    ];

    private static RouteSample Tool(string name, string arguments, string says) => new(
        "POST /mcp",
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{name}}}","arguments":{{{arguments}}}}}""")
    {
        Headers = Mcp, Says = says,
    };
}
