using System.Collections.Immutable;
using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Actions.Rules;

namespace AiSre.Domain.Actions.Guard;

/// <summary>
/// Whether an action may be done: one pure function over a snapshot, by rules in a fixed order (docs/rules/actions.md). Every rule is asked, so that
/// the record is complete; the first that refuses gives the answer. What a rule cannot know refuses.
/// </summary>
public static class ActionGuard
{
    private const string Clean = "Action is within guardrails";

    private static readonly ImmutableArray<(string Name, Func<CaseView, Verdict> Rule)> Pipeline =
    [
        ("kill_switch", CallerRules.KillSwitch),
        ("action", ArgumentRules.Action),
        ("arguments", ArgumentRules.Arguments),
        ("role", CallerRules.Role),
        ("dev_mode", CallerRules.DevMode),
        ("protected_namespace", NamespaceRules.NotProtected),
        ("namespace", NamespaceRules.Allowed),
        ("policy", PolicyRules.Covered),
        ("freeze_window", FreezeRules.NotFrozen),
        ("cluster", ActionTargetRules.Cluster),
        ("namespace_state", ActionTargetRules.Namespace),
        ("target", ActionTargetRules.Exists),
        ("identity", ActionTargetRules.Identity),
        ("protection", ActionTargetRules.NotProtected),
        ("owner", OwnerRules.Restartable),
        ("rollout", ScaleRules.Scalable),
        ("deletion", PodRules.NotDeleting),
        ("age", PodRules.OldEnough),
        ("replicas_ready", PodRules.NotAlone),
        ("reverted", RevertRules.Lasting),
        ("disruption_budget", BudgetRules.Evictable),
        ("autoscaler", AutoscalerRules.NotManaged),
        ("blast_radius", PolicyRules.BlastRadius),
        ("replica_delta", ScaleRules.Delta),
        ("quota", RoomRules.Quota),
        ("nodes", RoomRules.Nodes),
        ("cooldown", ActionRateRules.Cooldown),
        ("rate", ActionRateRules.Rate),
        ("incident", HealthRules.StillNeeded),
        ("breaker", HealthRules.Breaker),
        ("namespace_health", HealthRules.Namespace),
        ("effect", HealthRules.Effective),
        ("autonomy", AutonomyPolicyRules.Allowed),
        ("approval", ApprovalRules.Approved),
    ];

    public static ActionDecision Decide(ActionCase given)
    {
        var view = new CaseView(given);
        var checks = Pipeline.Select(step => Made(step.Name, step.Rule(view))).ToImmutableArray();
        var refusal = checks.FirstOrDefault(check => check.Refuses);
        return new()
        {
            Checks = checks,
            Code = refusal?.Code ?? (refusal is null ? null : RefusalCode.CheckFailed),
            Reason = refusal?.Sentence ?? Clean,
            BlastRadius = view.BlastRadius,
            PolicyName = view.Policy?.Name,
            IsExecutable = IsExecutable(view, checks),
            NeedsApproval = ApprovalRules.IsNeeded(view),
            NeedsFourEyes = ApprovalRules.NeedsFourEyes(view),
            IsAutoExecutable = refusal?.Code is null or RefusalCode.ApprovalRequired && AutonomyPolicyRules.Problem(view) is null,
            RetryAfter = refusal?.RetryAfter,
            Plan = view.Plan,
            Preview = Previews.Of(given.Request),
            Notes = [.. checks.Where(check => check.Outcome is CheckOutcome.Warned).Select(check => check.Sentence)],
            IsNoOp = view.IsNoOp && MayLook(checks),
        };
    }

    /// <summary>Someone can do it, and nothing is missing from it.</summary>
    private static bool IsExecutable(CaseView view, ImmutableArray<GuardCheck> checks) =>
        checks.All(check => !check.Refuses || check.Name is not ("action" or "arguments" or "cluster"))
            && (!view.Touches || view.Plan.Target is not null);

    /// <summary>Whether it is said to this caller that there is nothing to do. What only restrains changes does not matter then.</summary>
    private static bool MayLook(ImmutableArray<GuardCheck> checks) =>
        !checks.TakeWhile(check => check.Name is not "owner").Any(check => check.Refuses);

    private static GuardCheck Made(string name, Verdict verdict) =>
        new(name, verdict.Outcome, verdict.Sentence, verdict.Code, verdict.RetryAfter);
}
