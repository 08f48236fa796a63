using AiSre.Domain.Actions.Cases;

namespace AiSre.Domain.Actions.Rules;

/// <summary>Whether anything is done at all, and for this caller.</summary>
internal static class CallerRules
{
    public static Verdict KillSwitch(CaseView view) => view.Case.KillSwitch switch
    {
        { IsKnown: false } read => Verdict.Blind("The kill switch", read.Problem, RefusalCode.KillSwitch),
        { Value: null } => Verdict.Blind("The kill switch", "it says neither on nor off", RefusalCode.KillSwitch),
        { Value: { IsOn: true } on } => Verdict.Refuse(RefusalCode.KillSwitch, $"The kill switch is on{By(on)}: nothing is executed."),
        _ => Verdict.Pass("The kill switch is off."),
    };

    /// <summary>What is begun after its asker has given up happens after a failure was told.</summary>
    public static Verdict InTime(CaseView view) => view.Case.Deadline switch
    {
        null => Verdict.Skip("There is no time by which it must have begun."),
        { } by when view.Now >= by => Verdict.Refuse(RefusalCode.TooLate, "The time in which it was to begin is over."),
        _ => Verdict.Pass("There is time for it."),
    };

    public static Verdict Role(CaseView view) => view.Case.Caller.Role switch
    {
        ActingRole.Viewer => Verdict.Refuse(RefusalCode.Role, "A viewer reads; trying and executing actions needs the role operator."),
        ActingRole.Operator when view.Request.Force => Verdict.Refuse(RefusalCode.Role, "Only an admin may force a delete past budgets and owners."),
        _ => Verdict.Pass($"{view.Case.Caller.Name} has the role {view.Case.Caller.Role.Name()}."),
    };

    public static Verdict DevMode(CaseView view) => view.Case switch
    {
        { IsDevMode: false } => Verdict.Skip("API keys are configured."),
        { IsDryRun: true } => Verdict.Skip("In dev mode dry runs are free."),
        { DevModeActs: true } => Verdict.Warn("There are no API keys, so anybody may be asking; AI_SRE_DEV_ALLOW_ACTIONS allows it."),
        _ => Verdict.Refuse(
            RefusalCode.DevMode,
            "It was asked for without an API key, and then nothing is executed for real: configure AI_SRE_API_KEYS and ask again, or set " +
            "AI_SRE_DEV_ALLOW_ACTIONS=true on your own machine."),
    };

    private static string By(KillSwitch on) => (on.By, on.Reason) switch
    {
        (null, null) => "",
        ({ } by, null) => $" (by {by})",
        (null, { } reason) => $" ({reason.TrimEnd('.')})",
        ({ } by, { } reason) => $" (by {by}: {reason.TrimEnd('.')})",
    };
}
