namespace AiSre.Api.Tests.Isolation;

/// <summary>The console's forms, and the pages that need more than an address.</summary>
internal static class ConsoleSamples
{
    private const string Console = "/console/{workspace}";
    private const string Workspace = "/console/workspaces/{workspaceId}";
    private const string Incident = Console + "/incidents/{id}";
    private const string Action = Incident + "/actions/{actionId}";

    public static IReadOnlyList<RouteSample> All { get; } =
    [
        new("GET /console/.assets/{version}/{name}") { Elsewhere = "The same files for everybody (ConsoleAssets)." },
        new("POST /console/sign-in") { Form = [("key", "not-a-key"), ("next", "/console/<workspace>/incidents")], Elsewhere = "SignInTests" },
        new("GET /console/sign-in/issuer") { Elsewhere = "Leads to an issuer, where there is one (IssuerSignInTests)." },
        new("GET /console/sign-in/callback") { Elsewhere = "The same." },
        Form("/console/workspaces", ("id", "ws-another")) with { Platforms = "The platform's.", Elsewhere = "WorkspacePageTests" },
        Form($"{Workspace}/settings", ("name", "Renamed")) with { FormOf = "/console/workspaces/<workspace>" },
        .. new[] { "quotas", "suspend", "resume", "delete" }
            .Select(end => Form($"{Workspace}/{end}") with { Platforms = "The platform's.", Elsewhere = "WorkspacePageTests" }),
        Form($"{Workspace}/keys", ("name", "another"), ("role", "viewer")),
        Form($"{Workspace}/keys/{{keyId}}/rotate", ("overlap", "1")) with { With = [("keyId", "key3")] },
        Form($"{Workspace}/keys/{{keyId}}/revoke") with { With = [("keyId", "key4")] },
        new($"GET {Console}/live") { Streams = true },
        new($"GET {Console}/demo") { Platforms = "The demo is a workspace of its own.", Elsewhere = "DemoTests" },
        new($"GET {Console}/{{**path}}") { Elsewhere = "It says that there is no such page." },

        Form($"{Console}/look", ("theme", "dark")),
        Form($"{Console}/demo") with { Elsewhere = "The demo is a workspace of its own (DemoTests)." },
        Form($"{Console}/incidents/act", ("do", "acknowledge"), ("id", "<incident>")),
        Form($"{Console}/incidents/views", ("name", "a view"), ("filter", "severity=critical")),
        Form($"{Console}/incidents/views/remove", ("name", "a view")),
        Form($"{Incident}/unacknowledge"),
        Form($"{Incident}/acknowledge"),
        Form($"{Incident}/notes", ("text", "A word")),
        Form($"{Incident}/assign", ("to", "<person>")),
        Form($"{Incident}/snooze", ("minutes", "5")),
        Form($"{Incident}/unmerge", ("identity", "<identity2>")),
        Form($"{Incident}/diagnosis"),
        Form($"{Incident}/diagnosis/feedback", ("correct", "yes")) with { FormOf = "/console/<workspace>/incidents/<incident>" },
        Form($"{Incident}/resolve", ("resolution", "Done")),
        Form($"{Incident}/reopen"),
        Form($"{Incident}/act", ("action", "restart_pod"), ("namespace", "<namespace>"), ("pod", "<pod1>")),
        Form($"{Action}/ask") with { MayBeIdle = true },
        Form($"{Action}/do") with { With = [("actionId", "action2")], MayBeIdle = true },
        Form($"{Console}/ask", ("question", "who is on call?"), ("incident", "<incident>")),

        Form($"{Console}/approvals/{{approvalId}}", ("do", "deny")) with { With = [("approvalId", "approval2")] },
        Form($"{Console}/kill-switch", ("do", "go")),
        Form($"{Console}/autonomy/run") with { MayBeIdle = true },
        Form($"{Console}/autonomy/settings", ("poll", "60"), ("most", "20"), ("action", "restart_pod"), ("namespaces", "till"))
            with { FormOf = "/console/<workspace>/autonomy" },
        Form($"{Console}/autonomy/reset") with { MayBeIdle = true },
        Form($"{Console}/workflows/{{workflowId}}/start", ("do", "try"), ("in-namespace", "<namespace>"), ("in-pod_name", "<pod4>")),
        Form($"{Console}/workflows/runs/{{runId}}/answer", ("do", "deny"), ("gate", "ok")) with { With = [("runId", "run3")] },
        Form($"{Console}/workflows/runs/{{runId}}/cancel") with { With = [("runId", "run4")] },

        Form($"{Console}/dead-letters/{{seq:long}}/replay") with { With = [("seq", "deadLetter3")] },
        Form($"{Console}/dead-letters/{{seq:long}}/delete") with { With = [("seq", "deadLetter4")] },
        Form($"{Console}/dead-letters/replay") with { MayBeIdle = true },
        Form($"{Console}/notifications/{{seq:long}}/retry") with { With = [("seq", "message2")] },
        Form($"{Console}/notifications/retry"),
        Form($"{Console}/notifications/test", ("channel", "log"), ("address", "default")) with { MayBeIdle = true },

        Form($"{Console}/silences/new", ("name-0", "service"), ("op-0", "="), ("value-0", "till"), ("why", "Moved"), ("do", "check")),
        Form($"{Console}/silences/{{id}}/until", ("minutes", "60")) with { With = [("id", "silence3")] },
        Form($"{Console}/silences/{{id}}/end") with { With = [("id", "silence3")] },
        Form($"{Console}/oncall", ("user", "<person>"), ("from", "2096-01-14T18:00"), ("to", "2096-01-15T09:00")) with { Query = "team=<team>" },
        Form($"{Console}/oncall/overrides/{{id}}/end") with { With = [("id", "override2")] },
        Form($"{Console}/heartbeats/{{name}}/forget") with { With = [("name", "heartbeat2")] },
        Form($"{Console}/slos/{{name}}/corrections", ("from", "<form-earlier>"), ("until", "<form-earlier-end>"), ("reason", "Moved")),
        Form($"{Console}/slos/{{name}}/corrections/{{id}}/withdraw") with { With = [("id", "correction2")] },
        Form($"{Console}/definitions/edit", ("text", "{}"), ("do", "check")),
    ];

    private static RouteSample Form(string pattern, params (string, string)[] fields) => new($"POST {pattern}") { Form = fields };
}
