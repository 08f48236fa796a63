namespace AiSre.Api.Tests.Acting;

/// <summary>What writes, or is about actions, and yet leads to none; by the reason.</summary>
internal static class CannotAct
{
    private const string Console = "POST /console/{workspace}";
    private const string Workspaces = "POST /console/workspaces/{workspaceId}";

    private static readonly (string Reason, string[] Ways)[] Reasons =
    [
        ("Alerts and deploys are data: they open incidents, for which others act, or nobody.",
        [
            "POST /webhook", "PUT /webhook", "POST /webhook/pagerduty", "POST /api/v1/alerts", "POST /api/v2/alerts", "POST /webhook/deploy",
            "POST /v2/alerts", "POST /v2/alerts/{identifier}/close", "POST /v2/alerts/{identifier}/acknowledge",
            "POST /v2/alerts/{identifier}/unacknowledge", "POST /v2/alerts/{identifier}/notes", "POST /webhook/dead-letter/replay",
            "DELETE /webhook/dead-letter/{id:long}", "PUT /heartbeats/{name}", "DELETE /heartbeats/{name}",
            .. new[] { "", "/success", "/start", "/fail", "/{exitCode:int}" }.Select(said => $"POST /heartbeats/{{name}}{said}"),
            "POST /demo/seed", $"{Console}/dead-letters/replay", $"{Console}/dead-letters/{{seq:long}}/replay",
            $"{Console}/dead-letters/{{seq:long}}/delete", $"{Console}/heartbeats/{{name}}/forget", $"{Console}/demo",
            "IncidentGrain.OnAlarmAsync", "HeartbeatGrain.OnAlarmAsync", "HeartbeatDefinitionsGrain.OnAlarmAsync", "DemoGrain.OnAlarmAsync",
        ]),
        ("What is promised, and what is counted of it, opens incidents as alerts do.",
        [
            "POST /slo", "POST /slo/import", "DELETE /slo/{name}", "POST /slo/{name}/events", "POST /slo/{name}/corrections",
            "DELETE /slo/{name}/corrections/{correctionId}", $"{Console}/slos/{{name}}/corrections",
            $"{Console}/slos/{{name}}/corrections/{{id}}/withdraw", "SlosGrain.OnAlarmAsync", "SloGrain.OnAlarmAsync",
        ]),
        ("What people say of an incident concerns those who are told of it.",
        [
            .. new[] { "acknowledge", "unacknowledge", "resolve", "reopen", "notes", "assign", "snooze", "unmerge" }
                .SelectMany(said => new[] { $"POST /incidents/{{incidentId}}/{said}", $"{Console}/incidents/{{id}}/{said}" }),
            "POST /incidents/{incidentId}/diagnosis/feedback", $"{Console}/incidents/{{id}}/diagnosis/feedback",
            $"{Console}/incidents/act", $"{Console}/incidents/views",
            $"{Console}/incidents/views/remove", "POST /integrations/slack/actions", "POST /i/{incidentId}",
        ]),
        ("Who is told, and when.",
        [
            "POST /notifications/test", "POST /notifications/dead-letter/replay", "POST /oncall/overrides", "DELETE /oncall/overrides/{id}",
            "POST /silences", "POST /silences/preview", "DELETE /silences/{silenceId}", "POST /api/v2/silences",
            "DELETE /api/v2/silence/{silenceId}", $"{Console}/silences/new", $"{Console}/silences/{{id}}/until",
            $"{Console}/silences/{{id}}/end", $"{Console}/notifications/test", $"{Console}/notifications/retry",
            $"{Console}/notifications/{{seq:long}}/retry", $"{Console}/oncall", $"{Console}/oncall/overrides/{{id}}/end",
            "SilencesGrain.OnAlarmAsync", "DestinationGrain.OnAlarmAsync",
        ]),
        ("It says what may be done, or how; doing it is another request.",
        [
            "PUT /definitions", "POST /definitions/check", "POST /sources/check", "POST /runbooks/generate", "POST /runbooks/generate/approve",
            $"{Console}/definitions/edit", "IGeneratedRunbooksGrain.ListAsync", "IGeneratedRunbooksGrain.SaveAsync",
        ]),
        ("It stops what acts, or lets it go on at its own door.",
        [
            "POST /autonomy/kill-switch", "POST /autonomy/reset", $"{Console}/autonomy/reset", "POST /workflows/{runId}/cancel",
            $"{Console}/kill-switch",
            $"{Console}/workflows/runs/{{runId}}/cancel", "IKillSwitchGrain.TurnAsync", "IAutonomyGrain.ResetAsync", "IAutonomyGrain.PauseAsync",
            "IAutonomyGrain.BeginAsync", "IAutonomyGrain.EndAsync", "IWorkflowRunGrain.CancelAsync", "IWorkflowRunsGrain.EndedAsync",
        ]),
        ("Whoever gets a key of a workspace comes in by it as everybody does, by the same doors.",
        [
            "POST /workspaces/{workspaceId}/keys", "POST /workspaces/{workspaceId}/keys/{keyId}/rotate",
            "DELETE /workspaces/{workspaceId}/keys/{keyId}", $"{Workspaces}/keys", $"{Workspaces}/keys/{{keyId}}/rotate",
            $"{Workspaces}/keys/{{keyId}}/revoke",
        ]),
        ("It looks what became of an action, and seals what was written of it.",
        [
            "IActions.SettleAsync", "IActionGateGrain.SettleAsync", "ActionGateGrain.OnAlarmAsync", "AuditChainGrain.OnAlarmAsync",
        ]),
        ("After a crash it has done what a yes was given for, by the same method as the yes itself.", ["ApprovalGrain.OnAlarmAsync"]),
        ("It tries actions and never does them: whoever asks for more is refused (McpActingTests).", ["POST /mcp"]),
        ("It answers questions as the bot does that is not told to apply anything (LearningTests).", [$"{Console}/ask"]),
        ("It only reads.",
        [
            "POST /incidents/{incidentId}/postmortem",
            "IActionQueries.FindAsync", "IActionQueries.ApprovalsAsync", "IActionQueries.AuditAsync", "IActionQueries.PoliciesAsync",
            "IApprovalGrain.GetAsync",
            "IAuditChainGrain.VerifyAsync", "IKillSwitchGrain.GetAsync", "IAutonomyCycles.EarnedAsync", "IAutonomyGrain.GetAsync",
            "IWorkflowRunGrain.GetAsync", "IWorkflowRunQueries.ListAsync",
        ]),
        ("It looks for a cause, and asks the guard what it would say; the guard permits nothing there.",
        [
            "DiagnosisGrain.OnAlarmAsync", $"{Console}/incidents/{{id}}/diagnosis",
        ]),
        ("It says which workspaces there are, and whether they go on.",
        [
            "POST /workspaces", "PATCH /workspaces/{workspaceId}", "DELETE /workspaces/{workspaceId}", "POST /workspaces/{workspaceId}/suspend",
            "POST /workspaces/{workspaceId}/resume", "POST /workspaces/{workspaceId}/import",
            "POST /console/workspaces", $"{Workspaces}/settings", $"{Workspaces}/quotas", $"{Workspaces}/suspend", $"{Workspaces}/resume",
            $"{Workspaces}/delete",
            "WorkspaceGrain.OnAlarmAsync", "WorkspaceErasureGrain.OnAlarmAsync",
            "IAuditChainGrain.ForgetAsync",
        ]),
        ("It concerns the one who reads.", ["POST /console/sign-in", $"{Console}/sign-out", $"{Console}/look"]),
    ];

    public static IReadOnlyDictionary<string, string> All { get; } =
        Reasons.SelectMany(group => group.Ways.Select(way => (way, group.Reason))).ToDictionary(entry => entry.way, entry => entry.Reason);
}
