using AiSre.Domain.Actions;

namespace AiSre.Api.Actions;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class ActionExamples
{
    public const string ApprovalId = "apr-01jh8k6z5v3qm";

    private const string Pod = "payments-api-7d8f9c6b5-x2k4m";

    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 32, 30, TimeSpan.Zero);

    private static readonly PolicyVerdict Verdict = new(
        true, true, true, false, false, "single_pod", "default", "It needs the approval of an operator.", "approval_required", [],
        [new(CheckName.KillSwitch, "passed", "The kill switch is off.")]);

    public static readonly ExecuteActionRequest Request = new("restart_pod", "production", Pod);

    public static readonly ExecutedActionResponse DryRun = new("dry_run", "restart_pod", $"Would delete pod {Pod} in namespace production")
    {
        Namespace = "production", PodName = Pod, ActionId = "act-01jh8k6z5v3qn", Policy = Verdict,
    };

    public static readonly ExecutedActionResponse Awaiting =
        DryRun with { Status = "awaiting_approval", Message = Verdict.PolicyReason, ApprovalId = ApprovalId };

    public static readonly ApprovalResponse Approval = new(
        ApprovalId, "pending", "restart_pod", $"Would delete pod {Pod} in namespace production", "production", Pod, null, null, "single_pod",
            "default", [],
        false, "dave", null, At, At.AddMinutes(30), null, null, null, null, null, "The question stands.");

    public static readonly ApprovalListResponse Approvals = new([Approval], 1);

    public static readonly DecideApprovalRequest Decision = new(true, "Seen it, go on.");

    public static readonly KillSwitchResponse Off = new(false, new(false, null, null, null), new(false, null, null, null));

    public static readonly KillSwitchRequest Stop = new(true, "Deploy freeze.");

    public static readonly AuditListResponse Audit = new(
        [new(41, At, "dave", "action_executed", "action", "act-01jh8k6z5v3qn", JsonElement.Parse("""{"status":"success"}"""))], 1, 41);

    public static readonly AuditVerificationResponse Intact = new(true, 120, 118, "9f2c…", null);
}
