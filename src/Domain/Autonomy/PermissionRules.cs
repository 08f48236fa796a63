using AiSre.Domain.Actions;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Autonomy;

/// <summary>What settings and policies leave to autonomy at all, and what remains a question to a person.</summary>
public static class PermissionRules
{
    /// <summary>The guard's checks that a person's yes makes up for.</summary>
    private static readonly string[] Askable = [CheckName.Autonomy, CheckName.Approval];

    /// <summary>Why a proposal is neither done nor asked for; null: it may be.</summary>
    public static string? WhyNot(AutonomySettings settings, ActionPolicy? policy, ActionRequest request)
    {
        var action = request.Action.Name();
        if (!settings.Actions.Contains(request.Action)) return $"{action} is not among autonomy's actions.";
        if (!NamespaceGlob.MatchesAny(settings.Namespaces, request.Namespace))
            return $"The namespace {request.Namespace} is not among those in which autonomy may act.";
        if (policy is null) return $"No policy covers {action} in {request.Namespace}.";
        return !policy.Auto.IsEnabled || !policy.Auto.Actions.Contains(request.Action)
            || !NamespaceGlob.MatchesAny(policy.Auto.Namespaces, request.Namespace)
                ? $"The policy '{policy.Name}' does not leave {action} in {request.Namespace} to autonomy."
                : null;
    }

    /// <summary>What stands against an action that nobody's yes would help against; null: nothing does.</summary>
    public static string? Refusal(ActionDecision decision) =>
        decision.Checks.FirstOrDefault(check => check.Refuses && !Askable.Contains(check.Name))?.Sentence
            ?? (decision.IsNoOp ? "It is so already." : null);
}
