using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Whose yes it takes, and whether it was given: by a person, for this, under this policy, in time.</summary>
internal static class ApprovalRules
{
    /// <summary>What takes two people takes an approval, also where the policy says that none is required.</summary>
    public static bool IsNeeded(CaseView view) => view.BlastRadius > BlastRadius.None
        && (view.Policy is not { Approval: ApprovalNeed.NotRequired } policy || policy.NeedsFourEyes(view.BlastRadius));

    public static bool NeedsFourEyes(CaseView view) => IsNeeded(view) && (view.Policy?.NeedsFourEyes(view.BlastRadius) ?? true);

    public static Verdict Approved(CaseView view)
    {
        var needed = ActingRoles.ApproverOf(view.BlastRadius);
        if (view.Case.Grant is { } grant) return Problem(view, grant, needed) ?? Verdict.Pass($"{grant.Approver.Name} approved it.");
        if (IsNeeded(view))
            return Verdict.Refuse(
                RefusalCode.ApprovalRequired,
                $"It needs the approval of an {needed.Name()}{(NeedsFourEyes(view) ? " who is not the one that asks" : "")}.");
        return view.Case.Caller.Role >= needed
            ? Verdict.Skip("It needs no approval.")
            : Verdict.Refuse(RefusalCode.ApprovalRole, $"An action that can hurt {view.BlastRadius.Name()} needs the role {needed.Name()}.");
    }

    private static Verdict? Problem(CaseView view, ApprovalGrant grant, ActingRole needed)
    {
        if (grant.Approver.Kind is not PrincipalKind.Person)
            return Verdict.Refuse(RefusalCode.ApprovalRole, "Only people approve; nothing that a program says is a yes.");
        if (grant.Approver.Role < needed)
            return Verdict.Refuse(
                RefusalCode.ApprovalRole,
                $"{grant.Approver.Name} has the role {grant.Approver.Role.Name()}; an action that can hurt {view.BlastRadius.Name()} is approved " +
                $"by an {needed.Name()}.");
        if (grant.IsBeforehand && view.BlastRadius > BlastRadius.SingleWorkload)
            return Verdict.Refuse(
                RefusalCode.ApprovalRequired,
                $"What was approved beforehand counts up to one workload; this can hurt {view.BlastRadius.Name()} and is asked about by itself.");
        if (view.Now >= grant.ExpiresAt)
            return Verdict.Refuse(
                RefusalCode.ApprovalExpired,
                FormattableString.Invariant($"The approval expired at {grant.ExpiresAt.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss}Z."));
        if (NeedsFourEyes(view) && grant.Approver.Name == grant.Requester)
            return Verdict.Refuse(RefusalCode.FourEyes, $"{grant.Requester} asked for it; somebody else must approve it.");
        if (grant.PolicyRevision is { } revision && revision != view.Case.Policies.Value?.Revision)
            return Verdict.Refuse(RefusalCode.ApprovalOutdated, "The policies have changed since it was approved; it must be approved anew.");
        return grant.ArgumentsHash is { } hash && hash != CanonicalArguments.Hash(view.Plan)
            ? Verdict.Refuse(
                RefusalCode.ApprovalMismatch,
                "Something else was approved than this: other arguments, another object, or another number of replicas to start from.")
            : null;
    }
}
