using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Domain.Actions;
using AiSre.Grains;
using AiSre.Grains.Actions;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Acting;

/// <summary>A way to an action.</summary>
/// <param name="Name">For people.</param>
/// <param name="Covers">The routes, grain methods and alarms on it.</param>
/// <param name="Prepare">Everything but the last step, while nothing stands in the way.</param>
/// <param name="Act">The last step, with what preparing has given; all that was said then.</param>
internal sealed record EntryPoint(
    string Name, string[] Covers, Func<ActingPlace, Task<string>> Prepare, Func<ActingPlace, string, Task<string>> Act)
{
    /// <summary>Where something is asked for: with a yes each time.</summary>
    public const string Asked = "action_policies: [{name: asked, actions: [restart_pod], namespaces: [NAMESPACE]}]\n" + Workflows;

    /// <summary>Where nobody is asked, and autonomy may act.</summary>
    public const string Free = """
        action_policies:
          - {name: free, actions: [restart_pod], namespaces: [NAMESPACE], approval: not_required, auto: {enabled: true, namespaces: [NAMESPACE]}}

        """ + Workflows;

    private const string Inputs = "inputs: {namespace: {required: true}, pod_name: {required: true}, deployment_name: {}, service: {}}";
    private const string ActStep =
        """{id: act, type: action, action: restart_pod, args: {namespace: "{{inputs.namespace}}", pod_name: "{{inputs.pod_name}}"}}""";

    private const string Workflows = $$"""
        workflows:
          act_now: {name: Now, {{Inputs}}, steps: [{{ActStep}}]}
          act_later: {name: Later, {{Inputs}}, steps: [{id: rest, type: wait, minutes: 1}, {{ActStep}}]}
          act_asked: {name: Asked, {{Inputs}}, steps: [{id: ok, type: approval, expires_minutes: 10}, {{ActStep}}]}
        runbooks:
          act-for: {name: For an incident, {{Inputs}}, match: {patterns: [oomkilled]}, steps: [{id: ok, type: approval}, {{ActStep}}]}
        """;

    public static IReadOnlyList<EntryPoint> All { get; } =
    [
        new("the API's action", ["POST /actions/execute", "IActions.AttemptAsync"], At(Asked), async (place, _) =>
        {
            using var answer = await place.Guest.PostAsync("/actions/execute", place.Restart(""","dry_run":false,"approved":true"""));
            return await answer.Content.ReadAsStringAsync();
        }),
        new("an approval", ["POST /approvals/{approvalId}", "IActions.AskAsync", "IApprovalGrain.AskAsync", "IApprovalGrain.DecideAsync"],
            AskAsync, ApproveAsync),
        new("an approval in the console", ["POST /console/{workspace}/approvals/{approvalId}"], AskAsync, async (place, id) =>
        {
            using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            return (await (await ops.GoAsync("/approvals")).SendAsync($"/approvals/{id}", ("do", "approve"))).Text;
        }),
        new("what was seen in the console",
            ["POST /console/{workspace}/incidents/{id}/act", "POST /console/{workspace}/incidents/{id}/actions/{actionId}/do"], TryAsync,
            async (place, page) =>
        {
            using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            return (await (await ops.GoAsync(page)).SendAsync($"{page}/do")).Text;
        }),
        new("what was asked for in the console", ["POST /console/{workspace}/incidents/{id}/actions/{actionId}/ask"], async place =>
        {
            var page = await TryAsync(place);
            using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            await (await ops.GoAsync(page)).SendAsync($"{page}/ask");
            return (await place.Guest.GetAsync("/approvals")).At("approvals", 0).Text("id")!;
        }, ApproveAsync),
        new("a workflow", ["POST /workflows/{workflowId}/execute", "IWorkflowRunsGrain.StartAsync", "IWorkflowRunGrain.StartAsync"], At(Free),
            async (place, _) => await EndAsync(place, await place.StartAsync("act_now"))),
        new("a workflow in the console", ["POST /console/{workspace}/workflows/{workflowId}/start"], At(Free), async (place, _) =>
        {
            using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            await (await ops.GoAsync("/workflows/act_now")).SendAsync(
                "/workflows/act_now/start", ("do", "run"), ("in-namespace", place.Namespace), ("in-pod_name", place.Pod));
            return await EndAsync(place, ops.Address.Split('/')[^1]);
        }),
        new("a runbook", ["POST /incidents/{incidentId}/runbooks/{runbookId}/execute"], async place =>
        {
            await place.DefineAsync(Asked);
            return await place.IncidentAsync();
        }, async (place, incident) => await EndAsync(place, (await place.Guest.SendAsync(
            $"/incidents/{incident}/runbooks/act-for/execute?auto_approve=true", """{"dry_run":false}""")).Text("run_id")!)),
        new("a run's gate", ["POST /workflows/{runId}/approve", "IWorkflowRunGrain.AnswerAsync"], ToGateAsync, async (place, run) =>
        {
            await place.AsAsync(EdgeHost.Ops, $"/workflows/{run}/approve", """{"approved":true,"gate":"ok"}""");
            return await EndAsync(place, run);
        }),
        new("a run's gate in the console", ["POST /console/{workspace}/workflows/runs/{runId}/answer"], ToGateAsync, async (place, run) =>
        {
            using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
            await (await ops.GoAsync($"/workflows/runs/{run}")).SendAsync($"/workflows/runs/{run}/answer", ("do", "approve"));
            return await EndAsync(place, run);
        }),
        new("a run's alarm", ["WorkflowRunGrain.OnAlarmAsync"], async place =>
        {
            await place.DefineAsync(Free);
            var run = await place.StartAsync("act_later");
            await place.RunUntilAsync(run, "waiting_timer");
            return run;
        }, async (place, run) =>
        {
            place.Acting.Clock.Advance(TimeSpan.FromSeconds(61));
            JsonElement seen = default;
            await Poll.UntilAsync("the end of the wait", async () => (seen = await place.RunAsync(run)).At("steps", 1).Text("status") != "pending");
            return await EndAsync(place, run);
        }),
        new("autonomy, told to", ["POST /autonomy/run", "IAutonomyCycles.RunAsync"], place => LeaveAsync(place, 3_600), async (place, _) =>
            (await place.Guest.SendAsync("/autonomy/run", "{}")).GetRawText()),
        new("autonomy, set up and told to in the console", ["POST /console/{workspace}/autonomy/settings", "POST /console/{workspace}/autonomy/run"],
            async place =>
            {
                await place.DefineAsync(Free);
                await place.IncidentAsync();
                using var root = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace, EdgeHost.Root);
                await (await root.GoAsync("/autonomy")).SendAsync(
                    "/autonomy/settings", ("enabled", "on"), ("poll", "3600"), ("most", "20"), ("action", "restart_pod"),
                    ("namespaces", place.Namespace));
                return "";
            }, async (place, _) =>
            {
                using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
                await (await ops.GoAsync("/autonomy")).SendAsync("/autonomy/run");
                return ops.Text + string.Concat(await place.AuditAsync("action_denied"));
            }),
        new("autonomy by itself",
            ["PUT /autonomy/settings", "AutonomyGrain.OnAlarmAsync", "IAutonomyCycles.TickAsync", "IAutonomyGrain.ChangeAsync"],
            place => LeaveAsync(place, 10), async (place, _) =>
        {
            place.Acting.Clock.Advance(TimeSpan.FromSeconds(11));
            JsonElement status = default;
            await Poll.UntilAsync("a cycle", async () =>
                (status = await place.Guest.GetAsync("/autonomy/status")).GetProperty("last_cycle").ValueKind is not JsonValueKind.Null);
            await place.SetAsync("""{"enabled":false}""");
            return status.GetRawText() + string.Concat(await place.AuditAsync("action_denied"));
        }),
        new("the bot, told to", ["POST /bot/interact"], At(Free), (place, _) => TellAsync(
            place, $"restart pod {place.Pod} in {place.Namespace}")),
        new("the bot, asked what is wrong", [], async place =>
        {
            await place.DefineAsync(Free);
            return await place.IncidentAsync();
        }, (place, _) => TellAsync(place, "what is wrong with cart?")),
        new("the gate itself, with a made-up yes", ["IActionGateGrain.AttemptAsync"], At(Asked), async (place, _) =>
        {
            var gate = GrainKeys.ActionGate(place.Workspace, "stub", place.Namespace);
            return $"{await (await place.Host.GrainsAsync()).GetGrain<IActionGateGrain>(gate).AttemptAsync(Forged(place))}";
        }),
        new("a made-up question", ["IApprovalGrain.AskAsync"], async place =>
        {
            await place.DefineAsync(Asked);
            var grains = await place.Host.GrainsAsync();
            var id = NewIds.Approval(place.Acting.Clock.GetUtcNow());
            var tried = await grains.GetGrain<IActions>(0).AttemptAsync(place.Workspace, Forged(place) with { IsDryRun = true });
            await grains.GetGrain<IApprovalGrain>(GrainKeys.Approval(place.Workspace, id)).AskAsync(
                Forged(place), tried.Decision! with { Code = null, Checks = [] }, tried.PolicyRevision);
            return id;
        }, ApproveAsync),
    ];

    private static async Task<string> TellAsync(ActingPlace place, string message) =>
        (await place.Guest.SendAsync("/bot/interact", $$"""{"message":"{{message}}","auto_apply":true}""")).GetRawText();

    /// <summary>Of an admin who has the yes of another.</summary>
    private static ActionAttempt Forged(ActingPlace place) => new()
    {
        Request = new() { Action = ActionName.RestartPod, Namespace = place.Namespace, PodName = place.Pod },
        Caller = Principal.Person("mallory", ActingRole.Admin),
        IsDryRun = false,
        Grant = new() { Requester = "alice", Approver = Principal.Person("mallory", ActingRole.Admin), ExpiresAt = DateTimeOffset.MaxValue },
        DevModeActs = true,
    };

    private static Func<ActingPlace, Task<string>> At(string definitions) => async place =>
    {
        await place.DefineAsync(definitions);
        return "";
    };

    private static async Task<string> AskAsync(ActingPlace place)
    {
        await place.DefineAsync(Asked);
        return await place.AskAsync();
    }

    private static async Task<string> ApproveAsync(ActingPlace place, string id)
    {
        using var answer = await place.AsAsync(EdgeHost.Ops, $"/approvals/{id}", """{"approved":true}""");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Looks at a restart in the console; the page that shows it.</summary>
    private static async Task<string> TryAsync(ActingPlace place)
    {
        await place.DefineAsync(Asked);
        var incident = await place.IncidentAsync();
        using var ops = await ConsoleVisitor.SignInAsync(place.Host, place.Workspace);
        await (await ops.GoAsync($"/incidents/{incident}/act?action=restart_pod")).SendAsync(
            $"/incidents/{incident}/act", ("action", "restart_pod"), ("namespace", place.Namespace), ("pod", place.Pod));
        return ops.Address.Split('?', '#')[0][$"/console/{place.Workspace}".Length..];
    }

    private static async Task<string> ToGateAsync(ActingPlace place)
    {
        await place.DefineAsync(Asked);
        var run = await place.StartAsync("act_asked");
        await place.RunUntilAsync(run, "waiting_approval");
        return run;
    }

    /// <summary>The run when it is over, or held.</summary>
    private static async Task<string> EndAsync(ActingPlace place, string run) =>
        (await place.RunUntilAsync(run, "succeeded", "failed", "waiting_timer")).GetRawText();

    private static async Task<string> LeaveAsync(ActingPlace place, int seconds)
    {
        await place.IncidentAsync();
        await place.LeaveAsync(seconds);
        return "";
    }
}
