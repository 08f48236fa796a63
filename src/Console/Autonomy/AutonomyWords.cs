using AiSre.Console.Acting;
using AiSre.Console.Policies;
using AiSre.Domain.Actions;
using AiSre.Domain.Autonomy;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Console.Autonomy;

/// <summary>Autonomy in words of people.</summary>
internal static class AutonomyWords
{
    public static string Mode(AutonomySettings settings) => settings switch
    {
        { IsEnabled: false } => "It is off: nothing is done without a person.",
        { DefaultDryRun: true } => "It is on, and only says what it would do.",
        { ApprovalRequired: true } => "It is on, and asks a person each time.",
        _ => "It is on, and acts alone where a policy lets it and it has earned that.",
    };

    /// <summary>Where the breaker is open.</summary>
    public static string Scope(string scope) => scope.Split('/') switch
    {
        [PauseScope.Workspace] => "the whole workspace",
        ["namespace", var cluster, var name] => $"the namespace {name} of {cluster}",
        ["workload", .. var path] => $"the workload {string.Join('/', path)}",
        _ => scope,
    };

    /// <summary>What it takes until it acts alone, in the order in which it is asked.</summary>
    public static IEnumerable<Condition> Conditions(AutonomyPageView view)
    {
        var settings = view.Settings;
        yield return new(!view.Stop.IsOn, "Nothing is stopped", view.Stop.IsUnknown ? "whether it is cannot be read" : "all actions are stopped");
        yield return new(settings.IsEnabled, "It is turned on", "it is off, as it is until an admin turns it on");
        yield return new(!settings.DefaultDryRun, "It may do more than say what it would do", "the settings say: a dry run");
        yield return new(!settings.ApprovalRequired, "It need not ask a person each time", "the settings say: a person is asked");
        yield return new(
            !settings.Actions.IsDefaultOrEmpty, "It has actions", "the settings name none", string.Join(", ", settings.Actions.Select(Plain)));
        yield return new(
            !settings.Namespaces.IsDefaultOrEmpty, "It has namespaces", "the settings name none, and so it acts nowhere",
            PolicyWords.Namespaces(settings.Namespaces));
        yield return new(
            view.State.Pauses.IsEmpty, "The breaker is closed",
            $"it is open for {string.Join(", ", view.State.Pauses.Select(pause => Scope(pause.Scope)))}");
        var leaving = view.Leaving.ToList();
        yield return new(
            leaving.Count > 0, "A policy leaves something to it", view.Policies.IsBuiltIn ? "the built-in policy leaves it nothing" : "none does",
            string.Join(", ", leaving.Select(policy => policy.Name)));
        yield return new(
            leaving.Exists(policy => policy.Approval is ApprovalNeed.NotRequired), "And that policy wants nobody's yes",
            leaving.Count == 0 ? "there is none" : "where it wants one, a person is asked");
        yield return new(
            leaving.Exists(policy => policy.Auto.MinVerified is not > 0 || view.Earned.Any(trust => IsEnough(policy, trust))),
            "It has earned that for a service",
            leaving.Count == 0 ? "no policy says how much" : "it has not helped often enough in a row, see below");
    }

    public static string Plain(ActionName action) => ActionWords.Plain(action.Name());

    private static bool IsEnough(ActionPolicy policy, EarnedTrust trust) =>
        policy.Auto.Actions.Contains(trust.Action) && trust.InARow >= policy.Auto.MinVerified;
}

/// <param name="IsMet">It stands in nobody's way.</param>
/// <param name="What">What must be so.</param>
/// <param name="WhyNot">Why it is not.</param>
/// <param name="Detail">More of what is so; empty: nothing.</param>
internal sealed record Condition(bool IsMet, string What, string WhyNot, string Detail = "");
