using System.Collections.Immutable;
using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Where a repository says how many there are, a change in the cluster lasts until the next sync.</summary>
internal static class RevertRules
{
    public static Verdict Lasting(CaseView view)
    {
        if (!view.IsScale || view.Owner is not { } owner) return Verdict.Skip("Nothing is changed that a repository could hold.");
        return Keeper(owner.Labels, owner.Annotations) is not { } keeper ? Verdict.Pass("No repository keeps the deployment.")
            : view.Request.AcceptRevert ? Verdict.Warn($"{keeper} keeps the deployment and will revert it; that is accepted.")
            : Verdict.Refuse(
                RefusalCode.WillBeReverted,
                $"{keeper} keeps the deployment and will revert it. Change it there (suggest_config_fix writes the patch), or say accept_revert.");
    }

    private static string? Keeper(ImmutableDictionary<string, string> labels, ImmutableDictionary<string, string> annotations)
    {
        if (annotations.TryGetValue("argocd.argoproj.io/tracking-id", out var tracked)) return $"Argo CD ({tracked.Split(':')[0]})";
        if (labels.TryGetValue("argocd.argoproj.io/instance", out var app)) return $"Argo CD ({app})";
        if (labels.TryGetValue("kustomize.toolkit.fluxcd.io/name", out var kustomization)) return $"Flux (kustomization {kustomization})";
        if (labels.TryGetValue("helm.toolkit.fluxcd.io/name", out var release)) return $"Flux (helm release {release})";
        if (annotations.TryGetValue("meta.helm.sh/release-name", out var helm)) return $"Helm (release {helm})";
        return labels.GetValueOrDefault("app.kubernetes.io/managed-by") is "Helm" ? "Helm" : null;
    }
}
