using System.Collections.Immutable;
using System.Globalization;
using AiSre.Console.Acting;
using AiSre.Domain.Actions;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Console.Policies;

/// <summary>Policies in words of people.</summary>
internal static class PolicyWords
{
    private static readonly string[] Days = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static string Actions(ImmutableArray<ActionName> actions) =>
        actions.IsDefaultOrEmpty ? "none" : string.Join(", ", actions.Select(action => ActionWords.Plain(action.Name())));

    public static string Namespaces(ImmutableArray<string> globs) =>
        globs.IsDefaultOrEmpty ? "none" : globs is ["*"] ? "every namespace" : string.Join(", ", globs);

    /// <summary>Whose yes it takes.</summary>
    public static string Approval(ActionPolicy policy) => policy.Approval switch
    {
        ApprovalNeed.Forbidden => "nobody can: it may be tried and not done",
        ApprovalNeed.NotRequired => $"no yes is needed{FourEyes(policy, ", but")}",
        _ => $"somebody's yes, each time{FourEyes(policy, ";")}",
    };

    /// <summary>Null: it leaves nothing to autonomy.</summary>
    public static string? Auto(ActionPolicy policy)
    {
        var auto = policy.Auto;
        if (!auto.IsEnabled || auto.Actions.IsDefaultOrEmpty || auto.Namespaces.IsDefaultOrEmpty) return null;
        var asked = new List<string> { string.Create(CultureInfo.InvariantCulture, $"a confidence of {auto.MinConfidence:0.##}") };
        if (auto.MinVerified is { } verified) asked.Add(string.Create(CultureInfo.InvariantCulture, $"that it has helped {verified} times in a row"));
        if (auto.MaxBudgetBurn is { } burn) asked.Add(string.Create(CultureInfo.InvariantCulture, $"a budget that burns at {burn:0.##}× at most"));
        var more = policy.Approval is ApprovalNeed.NotRequired ? "" : " And then a person is asked, because the policy wants a yes.";
        return $"{Actions(auto.Actions)} in {Namespaces(auto.Namespaces)}; harm to at most: {ActionWords.Harm(auto.MaxBlastRadius)}. " +
            $"It takes {string.Join(", ", asked)}.{more}";
    }

    public static IEnumerable<(string What, string HowMuch)> Limits(ActionLimits limits)
    {
        yield return ("in an hour", Number($"{limits.MaxActionsPerHour} actions, {ActionLimits.ApprovedPerHour} that people approve"));
        yield return (
            "on one workload", Number(
                $"at most {limits.MaxRestartsPerWorkloadPerHour} in an hour that restart it, {limits.PerTargetCooldownMinutes} min apart"));
        var (delta, factor) = (limits.MaxReplicaDelta, limits.MaxScaleUpFactor);
        yield return ("scaling", Number($"{limits.MinReplicas} to {limits.MaxReplicas} replicas, at most {delta} more or fewer and {factor:0.##}×"));
    }

    /// <summary>Sat, Sun from 00:00 to 24:00, Europe/Berlin.</summary>
    public static string When(FreezeWindow window)
    {
        var days = window.Days.IsDefaultOrEmpty ? "every day" : string.Join(", ", window.Days.Select(day => Days[day]));
        var next = window.ToMinute > window.FromMinute ? "" : " of the next day";
        return $"{days} from {Clock(window.FromMinute)} to {Clock(window.ToMinute)}{next}, {window.TimeZone}";
    }

    /// <summary>Who may act in it all the same; null: nobody.</summary>
    public static string? Spared(FreezeWindow window) =>
        window.AllowRoles.IsDefaultOrEmpty ? null : string.Join(" and ", window.AllowRoles.Select(role => $"{role.Name()}s"));

    private static string FourEyes(ActionPolicy policy, string joint) => policy.FourEyes switch
    {
        true => $"{joint} another's than the one who asks",
        false => "",
        _ when policy.MaxBlastRadius > BlastRadius.SingleWorkload => $"{joint} another's for what ends a service",
        _ => "",
    };

    private static string Clock(int minute) => Number($"{minute / 60:00}:{minute % 60:00}");

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
