using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>When the platform keeps its hands off by itself. People may act all the same, and are told.</summary>
internal static class HealthRules
{
    private const int Enough = 2;

    public static Verdict Breaker(CaseView view) => Held(view, view.Case.Autonomy switch
    {
        { BreakerOpen: { } reason } => $"The breaker is open: {reason.TrimEnd('.')}.",
        { IsStorm: true } => "Alerts come in a storm.",
        _ => null,
    }, "Neither storm nor breaker.");

    /// <summary>Where most is sick, restarting pods is not what helps.</summary>
    public static Verdict Namespace(CaseView view) => !view.Touches || view.Facts is null
        ? Verdict.Skip("There is nothing to look at.")
        : view.Facts.Namespace is { IsKnown: true, Value: { } found }
            ? Held(
                view, found.Workloads > 0 && found.Unready * 2 >= found.Workloads
                    ? FormattableString.Invariant($"{found.Unready} of {found.Workloads} workloads in the namespace are not ready.")
                    : null,
                "Most of the namespace is well.")
            : Held(view, "How the namespace is could not be read.", "");

    /// <summary>What did not help twice does not help a third time.</summary>
    public static Verdict Effective(CaseView view) => view.Case.Incident is not { IneffectiveFixes: >= Enough } incident
        ? Verdict.Skip("It has not failed to help before.")
        : Held(
            view,
            FormattableString.Invariant(
                $"It was done {incident.IneffectiveFixes} times within a day for the alert of {incident.Id}, and it came back each time."), "",
            RefusalCode.IneffectiveFix);

    public static Verdict StillNeeded(CaseView view) => view.Case.Incident switch
    {
        null => Verdict.Skip("It is for no incident."),
        { Problem: { } problem } unread => Verdict.Blind($"The incident {unread.Id}", problem),
        { } incident when view.Case.Grant is { IncidentId: { } other } && other != incident.Id =>
            Verdict.Refuse(RefusalCode.ApprovalMismatch, $"It was approved for {other} and not for {incident.Id}."),
        { IsOver: true } incident when view.Case.Sequel is { Undoes: true } =>
            Verdict.Warn($"{incident.Id} is over; what was done for it is taken back."),
        { IsOver: true } incident when view.Case.Caller.Kind is PrincipalKind.Run =>
            Verdict.Refuse(RefusalCode.IncidentOver, $"{incident.Id} is over: the service has recovered by itself."),
        // A yes was for what was wrong then. Whoever asks now, by himself, has seen that it is over.
        { IsOver: true } incident when view.Case.Grant is { ApprovalId: not null } =>
            Verdict.Refuse(RefusalCode.IncidentOver, $"{incident.Id} is over: the service has recovered by itself."),
        { IsOver: true } incident => Held(view, $"{incident.Id} is over: the service has recovered by itself.", "", RefusalCode.IncidentOver),
        var incident => Verdict.Pass($"{incident.Id} is open."),
    };

    private static Verdict Held(CaseView view, string? why, string well, string code = RefusalCode.Breaker) =>
        why is null ? Verdict.Pass(well)
            : view.Case.Caller.IsUnattended && !view.IsApprovedByPerson ? Verdict.Refuse(code, $"{why} Nothing is done without a person.")
            : Verdict.Warn(why);
}
