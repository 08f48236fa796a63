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
        (CheckName.KillSwitch, CallerRules.KillSwitch),
        (CheckName.Deadline, CallerRules.InTime),
        (CheckName.Action, ArgumentRules.Action),
        (CheckName.Arguments, ArgumentRules.Arguments),
        (CheckName.Role, CallerRules.Role),
        (CheckName.DevMode, CallerRules.DevMode),
        (CheckName.ProtectedNamespace, NamespaceRules.NotProtected),
        (CheckName.Namespace, NamespaceRules.Allowed),
        (CheckName.Policy, PolicyRules.Covered),
        (CheckName.FreezeWindow, FreezeRules.NotFrozen),
        (CheckName.Cluster, ActionTargetRules.Cluster),
        (CheckName.Workspace, ActionTargetRules.Workspace),
        (CheckName.NamespaceState, ActionTargetRules.Namespace),
        (CheckName.Target, ActionTargetRules.Exists),
        (CheckName.Identity, ActionTargetRules.Identity),
        (CheckName.Protection, ActionTargetRules.NotProtected),
        (CheckName.Owner, OwnerRules.Restartable),
        (CheckName.Rollout, ScaleRules.Scalable),
        (CheckName.Deletion, PodRules.NotDeleting),
        (CheckName.Age, PodRules.OldEnough),
        (CheckName.ReplicasReady, PodRules.NotAlone),
        (CheckName.Reverted, RevertRules.Lasting),
        (CheckName.DisruptionBudget, DisruptionBudgetRules.Evictable),
        (CheckName.Autoscaler, AutoscalerRules.NotManaged),
        (CheckName.BlastRadius, PolicyRules.BlastRadius),
        (CheckName.ReplicaDelta, ScaleRules.Delta),
        (CheckName.Quota, RoomRules.Quota),
        (CheckName.Nodes, RoomRules.Nodes),
        (CheckName.Cooldown, ActionRateRules.Cooldown),
        (CheckName.Rate, ActionRateRules.Rate),
        (CheckName.Incident, HealthRules.StillNeeded),
        (CheckName.Breaker, HealthRules.Breaker),
        (CheckName.NamespaceHealth, HealthRules.Namespace),
        (CheckName.Effect, HealthRules.Effective),
        (CheckName.Autonomy, AutonomyPolicyRules.Allowed),
        (CheckName.Approval, ApprovalRules.Approved),
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
        checks.All(check => !check.Refuses || check.Name is not (CheckName.Action or CheckName.Arguments or CheckName.Cluster))
            && (!view.Touches || view.Plan.Target is not null);

    /// <summary>Whether it is said to this caller that there is nothing to do. What only restrains changes does not matter then.</summary>
    private static bool MayLook(ImmutableArray<GuardCheck> checks) =>
        !checks.TakeWhile(check => check.Name is not CheckName.Owner).Any(check => check.Refuses);

    private static GuardCheck Made(string name, Verdict verdict) =>
        new(name, verdict.Outcome, verdict.Sentence, verdict.Code, verdict.RetryAfter);
}
