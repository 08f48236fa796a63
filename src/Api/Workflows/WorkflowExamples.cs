using System.Collections.Immutable;

namespace AiSre.Api.Workflows;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class WorkflowExamples
{
    public const string RunId = "run-0c1m5k2v7a9xw";

    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static readonly ExecuteWorkflowRequest Execute = new(
        new Dictionary<string, JsonElement>
        {
            ["namespace"] = JsonElement.Parse("\"production\""), ["pod_name"] = JsonElement.Parse("\"payments-api-7d8f9c6b5-x2k4m\""),
            ["deployment_name"] = JsonElement.Parse("\"payments-api\""), ["service"] = JsonElement.Parse("\"payments-api\""),
        });

    public static readonly ApproveRunRequest Approve = new(true, "ok", "Seen in the logs.");

    public static readonly CancelRunRequest Cancel = new();

    public static readonly WorkflowListResponse List = new(
        [
            new("oom_recovery", "OOMKilled Recovery Workflow", "Multi-step recovery for pods killed by OOM.", 5, 1, "builtin", true,
                [new("namespace", true, null, null), new("pod_name", true, null, null)]),
        ], 1);

    public static readonly RunResponse Waiting = new(
        RunId, "oom_recovery", "waiting_approval", null, false, null, "carol", At, null, "ok", null,
        new("ok", "Restart payments-api-7d8f9c6b5-x2k4m?", "operator", false, At, At.AddMinutes(30),
            ["restart_pod namespace=production, pod_name=payments-api-7d8f9c6b5-x2k4m"],
            [
                new("restart", "Would delete pod payments-api-7d8f9c6b5-x2k4m in namespace production", true, "Pod/payments-api-7d8f9c6b5-x2k4m",
                    "7d1f3c7e-52a0-4b0e-9d4e-1d8a0a4c6f11", "prod", null, "single_pod", "9f2b5c1e", "4c1d0b7a", null, []),
            ]),
        [
            new("evidence", "gather", "succeeded", null, 1, At, At, JsonElement.Parse("""{"reason":"OOMKilled"}"""), false, null, null),
            new("ok", "approval", "waiting", null, 1, At, null, JsonElement.Parse("null"), false, null, null),
        ], ImmutableArray<RunRollbackItem>.Empty);

    public static readonly RunListResponse Runs = new(
        [new(RunId, "oom_recovery", "OOMKilled Recovery Workflow", "workflow", "waiting_approval", null, false, null, "carol", At, null, "ok")], 1,
            null);
}
