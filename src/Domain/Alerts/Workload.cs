namespace AiSre.Domain.Alerts;

/// <summary>What runs the pod, as far as the sender said (docs/rules/alerts.md).</summary>
public static class Workload
{
    /// <summary>The deployment, else the pod's name without its generated suffix, else "". Lower case, as Kubernetes names are.</summary>
    public static string Of(AlertSubject subject)
    {
        if (!string.IsNullOrWhiteSpace(subject.Deployment)) return TextFold.Fold(subject.Deployment);
        return string.IsNullOrWhiteSpace(subject.Pod) ? "" : TitleNormalizer.WithoutPodSuffix(TextFold.Fold(subject.Pod), "");
    }
}
