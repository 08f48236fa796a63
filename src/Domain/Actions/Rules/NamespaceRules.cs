using System.Collections.Immutable;
using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Where anything may be done.</summary>
public static class NamespaceRules
{
    /// <summary>By name; beside them all that end in <c>-system</c>.</summary>
    public static readonly ImmutableArray<string> Protected = ["kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Namespaces that keep the cluster, or the platform itself, running.</summary>
    public static bool IsProtected(string name, string? own, IEnumerable<string> unprotected) =>
        (Protected.Contains(name) || name.EndsWith("-system", StringComparison.Ordinal) || (own is not null && name == own))
            && !unprotected.Contains(name);

    internal static Verdict NotProtected(CaseView view)
    {
        if (view.Request.Namespace is not { Length: > 0 } name) return Verdict.Skip("It names no namespace.");
        var unprotected = view.Case.Policies.Value?.Unprotected ?? [];
        return IsProtected(name, view.Case.OwnNamespace, unprotected)
            ? Verdict.Refuse(RefusalCode.ProtectedNamespace, $"The namespace {name} is protected: nothing is done there.")
            : Verdict.Pass($"The namespace {name} is not protected.");
    }

    internal static Verdict Allowed(CaseView view)
    {
        if (view.Case.Policies is not { IsKnown: true, Value: { } policies }) return Blind(view);
        if (view.Request.Namespace is not { Length: > 0 } name) return Verdict.Skip("It names no namespace.");
        return policies.Covers(name)
            ? Verdict.Pass($"Policies speak of the namespace {name}.")
            : Verdict.Refuse(RefusalCode.NamespaceNotAllowed, $"No policy covers the namespace {name}.");
    }

    internal static Verdict Blind(CaseView view) => Verdict.Blind("The policies", view.Case.Policies.Problem ?? "there are none");
}
