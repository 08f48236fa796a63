using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Guard;

/// <summary>
/// What a provider may carry out. It cannot be made, copied or read from a wire: the only way to one is <see cref="Ask"/>, which has the guard
/// decide. It is good for the object that was decided on and for nothing else, and one that was given for a dry run changes nothing.
/// </summary>
public sealed class PermittedAction
{
    private PermittedAction(ActionPlan plan, bool isDryRun, bool isForced, DateTimeOffset at) =>
        (Plan, IsDryRun, IsForced, At) = (plan, isDryRun, isForced, at);

    public ActionPlan Plan { get; }

    /// <summary>The provider may ask its API what would happen, and no more.</summary>
    public bool IsDryRun { get; }

    /// <summary>A pod is deleted and not evicted: budgets are passed over.</summary>
    public bool IsForced { get; }

    /// <summary>When the guard said yes.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Has the guard decide.</summary>
    /// <returns>
    /// The decision, and the permission where it allows something that a cluster is to do. A dry run is permitted where nothing but an approval is
    /// missing.
    /// </returns>
    public static (ActionDecision Decision, PermittedAction? Permitted) Ask(ActionCase given)
    {
        var decision = ActionGuard.Decide(given);
        var mayAsk = given.IsDryRun ? decision.IsAllowed : decision.Code is null;
        return mayAsk && !decision.IsNoOp && decision.Plan is { Target: not null } plan
            ? (decision, new(plan, given.IsDryRun, plan.Request is { Action: ActionName.RestartPod, Force: true }, given.Now))
            : (decision, null);
    }
}
