using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Actions.Rules;

/// <summary>What the policy that covers the action says of it. No policy: no.</summary>
internal static class PolicyRules
{
    public static Verdict Covered(CaseView view) => view.Case.Policies is not { IsKnown: true, Value: not null } ? NamespaceRules.Blind(view)
        : view.Policy switch
        {
            null => Verdict.Refuse(
                RefusalCode.PolicyDenied,
                $"No policy covers {view.Request.Action.Name()}{(view.Request.Namespace.Length > 0 ? $" in {view.Request.Namespace}" : "")}."),
            { Approval: ApprovalNeed.Forbidden } policy => Verdict.Refuse(
                RefusalCode.PolicyDenied, $"The policy '{policy.Name}' forbids {view.Request.Action.Name()}: it may be tried and not done."),
            var policy => Verdict.Pass($"The policy '{policy.Name}' covers it."),
        };

    public static Verdict BlastRadius(CaseView view) => view.Policy is not { } policy
        ? Verdict.Skip("No policy covers it.")
        : view.BlastRadius <= policy.MaxBlastRadius
            ? Verdict.Pass($"It can hurt {Said(view.BlastRadius)}; the policy '{policy.Name}' allows {policy.MaxBlastRadius.Name()}.")
            : Verdict.Refuse(
                RefusalCode.PolicyDenied,
                $"It can hurt {Said(view.BlastRadius)} ({view.BlastRadius.Name()}); the policy '{policy.Name}' allows at most " +
                $"{policy.MaxBlastRadius.Name()}.");

    private static string Said(BlastRadius radius) => radius switch
    {
        Actions.BlastRadius.None => "nothing",
        Actions.BlastRadius.SinglePod => "one pod of several",
        Actions.BlastRadius.SingleWorkload => "one workload",
        Actions.BlastRadius.ServiceOutage => "the whole service",
        Actions.BlastRadius.Namespace => "a namespace",
        _ => "the cluster",
    };
}
