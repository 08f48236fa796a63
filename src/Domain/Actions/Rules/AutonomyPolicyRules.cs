using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Actions.Rules;

/// <summary>What a policy asks of autonomy before it may act alone.</summary>
internal static class AutonomyPolicyRules
{
    /// <summary>Why autonomy may not; null: it may.</summary>
    public static string? Problem(CaseView view)
    {
        if (view.Policy is not { } policy) return "No policy covers it.";
        var (auto, standing, request) = (policy.Auto, view.Case.Autonomy, view.Request);
        if (!auto.IsEnabled) return $"The policy '{policy.Name}' leaves nothing to autonomy.";
        if (!auto.Actions.Contains(request.Action)) return $"The policy '{policy.Name}' does not leave {request.Action.Name()} to autonomy.";
        if (!NamespaceGlob.MatchesAny(auto.Namespaces, request.Namespace)) return $"Autonomy may not act in the namespace {request.Namespace}.";
        if (view.BlastRadius > auto.MaxBlastRadius)
            return $"Autonomy may hurt {auto.MaxBlastRadius.Name()} at most, and this is {view.BlastRadius.Name()}.";
        if (!(standing.Confidence >= auto.MinConfidence))
            return FormattableString.Invariant(
                $"The diagnosis has a confidence of {standing.Confidence ?? 0:0.##}; it takes {auto.MinConfidence:0.##}.");
        if (auto.MinVerified is { } verified && !(standing.VerifiedInARow >= verified))
            return FormattableString.Invariant($"It has helped {standing.VerifiedInARow ?? 0} times in a row; {verified} are asked for.");
        if (auto.MaxBudgetBurn is not { } most || standing.BudgetBurn <= most) return null;
        return standing.BudgetBurn is { } burn
            ? FormattableString.Invariant($"The error budget burns at {burn:0.##}; {most:0.##} is the most.")
            : "How fast the error budget burns is not known.";
    }

    public static Verdict Allowed(CaseView view) => !view.Case.Caller.IsUnattended ? Verdict.Skip("A person asks.")
        : Problem(view) is not { } problem ? Verdict.Pass("The policy leaves it to autonomy.")
        : view.IsApprovedByPerson ? Verdict.Warn($"{problem} A person approved it.")
        : Verdict.Refuse(RefusalCode.PolicyDenied, problem);
}
