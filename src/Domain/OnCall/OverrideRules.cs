using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Definitions.Reading;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>What a stand-in must be like, whether it comes from a definition or was asked for at run time (docs/rules/on-call.md).</summary>
public static class OverrideRules
{
    public const int MaxReasonLength = 500;

    /// <summary>Operators decide for themselves, admins for everybody.</summary>
    public static bool MayDecide(string name, bool isAdmin, string user) => isAdmin || OnCallRules.IsSame(name, user);

    /// <summary>Reads <c>yyyy-MM-ddTHH:mm</c>; null when it is none, or far outside of our time.</summary>
    public static LocalDateTime? Local(string text) =>
        Fields.Minute.Parse(text) is { Success: true, Value: var local } && Fields.IsOfOurTime(local) ? local : null;

    public static string Text(LocalDateTime local) => Fields.Minute.Format(local);

    /// <summary>Null in <paramref name="refused"/> means that it is fine.</summary>
    /// <param name="definitions">What is in force.</param>
    /// <param name="team">Whatever its case.</param>
    /// <param name="user">Whatever their case.</param>
    /// <param name="from">Local time, <c>yyyy-MM-ddTHH:mm</c>, included.</param>
    /// <param name="to">Local time, not included.</param>
    /// <param name="zone">IANA name; null: the team's.</param>
    /// <param name="reason">At most 500 characters.</param>
    /// <param name="refused">The field that is wrong, and what would be right.</param>
    public static OnCallOverride? Read(
        WorkspaceDefinitions definitions, string team, string user, string from, string to, string? zone, string? reason,
            out (string Field, string Problem)? refused)
    {
        refused = null;
        if (!definitions.Teams.TryGetValue(team, out var found))
            refused = ("team", $"There is no team '{team}'; allowed: {Names(definitions.Teams.Values.Select(known => known.Name))}.");
        else if (!definitions.People.TryGetValue(user, out _))
            refused = ("user", $"There is no user '{user}'; allowed: {Names(definitions.People.Values.Select(known => known.Id))}.");
        else if (zone is not null && !LocalTimes.IsZone(zone))
            refused = ("time_zone", $"'{zone}' is no time zone; allowed are IANA names such as Europe/Berlin.");
        else if (Local(from) is null) refused = ("from", "Must be a local time such as 2026-05-25T12:00.");
        else if (Local(to) is null) refused = ("to", "Must be a local time such as 2026-05-25T16:00.");
        else if (reason?.Length > MaxReasonLength) refused = ("reason", $"Must be at most {MaxReasonLength} characters long.");
        if (refused is not null) return null;

        var standIn = new OnCallOverride
        {
            Team = found!.Name, User = definitions.People[user].Id, From = Local(from)!.Value, To = Local(to)!.Value, TimeZone = zone
                ?? found.TimeZone, Reason = reason,
        };
        if (HasLength(standIn)) return standIn;
        refused = ("to", "Must be later than from.");
        return null;
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.OrdinalIgnoreCase).Take(20)) is { Length: > 0 } some ? some : "none, because none is defined";

    /// <summary>Whether it lasts at all, by the calendar and on the time line: the clocks may skip all of it.</summary>
    public static bool HasLength(OnCallOverride standIn)
    {
        var zone = LocalTimes.Zone(standIn.TimeZone);
        return standIn.To > standIn.From && LocalTimes.At(standIn.To, zone) > LocalTimes.At(standIn.From, zone);
    }
}
