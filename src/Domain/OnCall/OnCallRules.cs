using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using NodaTime;

namespace AiSre.Domain.OnCall;

/// <summary>Who is on call, who is next, and whom to ask when they do not answer (docs/rules/on-call.md).</summary>
public static class OnCallRules
{
    /// <summary>A gap is announced this long before.</summary>
    public static readonly Duration GapNotice = Duration.FromDays(7);

    /// <summary>Whoever comes next is looked for this far after the current shift.</summary>
    private static readonly Duration Foresight = Duration.FromDays(92);

    public static Duty At(WorkspaceDefinitions definitions, Team team, DateTimeOffset at) =>
        Roster.Of(definitions, team).At(Instant.FromDateTimeOffset(at));

    /// <summary>
    /// The team's contact, else the next member of the layer in force who is not on call anyway; null when that leaves nobody.
    /// Whom a stand-in replaces comes last: they asked for time off, but are better than nobody.
    /// </summary>
    public static string? ContactOf(Team team, Duty duty)
    {
        if (team.EscalationContact is { } contact) return contact;
        if (duty.Layer is not { } layer) return null;
        var members = layer.Layer.Members;
        for (var step = 1; step <= members.Length; step++)
            if (members[(layer.Index + step) % members.Length] is var next && !IsSame(next, duty.Person)) return next;
        return null;
    }

    /// <summary>Who takes over from whoever is on call in this stretch; after a gap too. Null when nobody else comes within 92 days.</summary>
    public static string? NextAfter(Roster roster, DutyStretch stretch)
    {
        if (stretch.End == Instant.MaxValue) return null;
        foreach (var later in roster.Stretches(stretch.End, stretch.End + Foresight))
            if (later.Duty.Person is { } person && !IsSame(person, stretch.Duty.Person)) return person;
        return null;
    }

    /// <summary>The first stretch within seven days in which nobody is on call; null when there is none.</summary>
    public static DutyStretch? NextGap(Roster roster, Instant now) =>
        roster.Stretches(now, now + GapNotice).FirstOrDefault(stretch => stretch.Duty.Person is null);

    public static bool IsSame(string? person, string? other) => string.Equals(person, other, StringComparison.OrdinalIgnoreCase);
}
