using AiSre.Domain.Actions.Cases;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Actions.Rules;

/// <summary>How often, counted in the stored log: failures count like successes, dry runs do not count.</summary>
internal static class ActionRateRules
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static Verdict Cooldown(CaseView view)
    {
        if (!view.Touches || view.Policy is not { Limits.PerTargetCooldownMinutes: > 0 } policy) return Verdict.Skip("There is no cooldown.");
        if (!view.Case.Past.IsKnown || view.Case.Past.Value is null) return Blind(view);
        var cooldown = TimeSpan.FromMinutes(policy.Limits.PerTargetCooldownMinutes);
        // What is taken back or tried again is no reason to wait; how much may be done in an hour counts it like all others.
        var others = view.PastOnWorkload.Where(past => past.Id is not { } id || view.Case.Sequel?.Actions.Contains(id) is not true);
        return others.FirstOrDefault() is { } last && last.At + cooldown > view.Now
            ? Verdict.Refuse(
                RefusalCode.Cooldown,
                FormattableString.Invariant(
                    $"{last.Action.Name()} was executed on this workload less than {policy.Limits.PerTargetCooldownMinutes} minutes ago."),
                last.At + cooldown - view.Now)
            : Verdict.Pass("Nothing was executed on this workload just now.");
    }

    public static Verdict Rate(CaseView view)
    {
        if (!view.Touches || view.Policy is not { } policy) return Verdict.Skip("There is no rate.");
        if (view.Case.Past is not { IsKnown: true, Value: { } past }) return Blind(view);
        if (view.IsRestart)
        {
            var restarts = view.PastOnWorkload.Where(entry => entry.Action is ActionName.RestartPod && entry.At > view.Now - Hour).ToList();
            if (restarts.Count >= policy.Limits.MaxRestartsPerWorkloadPerHour)
                return Refused(view, restarts, policy.Limits.MaxRestartsPerWorkloadPerHour, "restarts of one workload");
        }
        var recent = past.Where(entry => entry.At > view.Now - Hour).OrderByDescending(entry => entry.At).ToList();
        var limit = view.IsApprovedByPerson ? ActionLimits.ApprovedPerHour : policy.Limits.MaxActionsPerHour;
        return recent.Count < limit
            ? Verdict.Pass(FormattableString.Invariant($"{recent.Count} actions were executed in the last hour; {limit} may be."))
            : Refused(view, recent, limit, "actions in this workspace");
    }

    /// <summary>It may be done again when the one that is the limit's last is an hour old.</summary>
    private static Verdict Refused(CaseView view, List<PastAction> newestFirst, int limit, string what)
    {
        var wait = limit > 0 && limit <= newestFirst.Count ? newestFirst[limit - 1].At + Hour - view.Now : Hour;
        return Verdict.Refuse(
            RefusalCode.RateLimited, FormattableString.Invariant($"{newestFirst.Count} {what} in an hour; {limit} are allowed."), wait);
    }

    private static Verdict Blind(CaseView view) => Verdict.Blind("The action log", view.Case.Past.Problem ?? "it was not read");
}
