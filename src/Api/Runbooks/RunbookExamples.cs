using System.Collections.Immutable;

namespace AiSre.Api.Runbooks;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class RunbookExamples
{
    private const string Id = "generated-oomkilled-payments-api";

    private static readonly JsonElement Runbook = JsonElement.Parse(
        """
        {
          "id": "generated-oomkilled-payments-api", "name": "OOMKilled Recovery for payments-api",
          "steps": [{"id": "evidence", "type": "gather", "collect": ["pod_status", "events"]}]
        }
        """);

    public static readonly GenerateRunbookRequest Generate = new("payments-api", "oomkilled");

    public static readonly ApproveRunbookRequest Approve = new(Runbook);

    public static readonly ExecuteRunbookRequest Execute = new();

    public static readonly RunbookListResponse List = new(
        [
            new("oom-recovery", "OOMKilled Recovery Workflow", "Multi-step recovery for pods killed by OOM.", "builtin",
                new(["oomkilled"], [], [], [], null, ImmutableDictionary<string, string>.Empty, "all"), 5),
        ], 1);

    public static readonly MatchedRunbooksResponse Matched = new(
        "inc-0c1m5k2v7a9xw", [new("oom-recovery", "OOMKilled Recovery Workflow", 1.0, ["pattern"], "builtin")], 1);

    public static readonly GeneratedRunbookResponse Generated = new(
        "oomkilled", 5, Runbook, "generated", "Generated runbook for 'oomkilled' pattern (seen 5x). Review and approve to save.");

    public static readonly SavedRunbookResponse Saved = new(true, Id, $"config/runbooks/generated/{Id}.yaml", $"Runbook '{Id}' saved successfully.",
        true);

    public static readonly RunbookRunResponse Run = new(
        "inc-0c1m5k2v7a9xw", "oom-recovery", "run-0c1m5k2v7a9xw", "succeeded", true,
        [new("evidence", "gather", "succeeded", null, 1, null, null, JsonElement.Parse("null"), false, null, null)]);
}
