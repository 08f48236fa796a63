using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>What a pod's own state says to a restart.</summary>
internal static class PodRules
{
    private static readonly TimeSpan Youngest = TimeSpan.FromSeconds(60);

    public static Verdict NotDeleting(CaseView view)
    {
        if (view.Pod is not { } pod) return Verdict.Skip("No pod is restarted.");
        if (pod.DeletionTimestamp is null) return Verdict.Pass("It is not being deleted.");
        return Verdict.Warn(pod.Finalizers.IsDefaultOrEmpty
            ? "It is already terminating: there is nothing to do. It is over when its uid is gone; on a node that does not answer, never."
            : $"It is already terminating: there is nothing to do. It stays until its finalizers are off: {string.Join(", ", pod.Finalizers)}.");
    }

    /// <summary>Something restarts it already, and a second time helps nobody.</summary>
    public static Verdict OldEnough(CaseView view)
    {
        if (view.Pod is not { } pod) return Verdict.Skip("No pod is restarted.");
        var age = view.Now - pod.CreatedAt;
        return age >= Youngest
            ? Verdict.Pass("It is older than a minute.")
            : Verdict.Refuse(
                RefusalCode.PodTooYoung,
                FormattableString.Invariant($"It was made {Math.Max(0, (int)age.TotalSeconds)} s ago: it is being restarted already."),
                Youngest - (age > TimeSpan.Zero ? age : TimeSpan.Zero));
    }

    public static Verdict NotAlone(CaseView view)
    {
        if (view.Pod is not { } pod) return Verdict.Skip("No pod is restarted.");
        if (view.OtherReadyPods is not { } others) return Verdict.Blind("The other pods of its workload", view.Facts?.Siblings.Problem);
        return others > 0 ? Verdict.Pass(FormattableString.Invariant($"{others} other pods of its workload are ready."))
            : pod.IsReady ? Verdict.Warn("It is the only ready pod of its workload: nobody serves until its successor is ready.")
            : Verdict.Warn("No pod of its workload is ready: there is nothing that it would take away.");
    }
}
