using System.Collections.Immutable;
using AiSre.Grains.OnCall;

namespace AiSre.Console.OnCall;

/// <summary>One team, now and next.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Person">On call now; null: nobody.</param>
/// <param name="Channels">That reach this person; null where nobody knows the person.</param>
/// <param name="Until">When that ends; null: no end is in sight.</param>
/// <param name="Then">Who comes then.</param>
/// <param name="ThenStandsIn">By an override.</param>
/// <param name="Contact">Told when the one on call does not answer.</param>
/// <param name="Services">That it looks after.</param>
/// <param name="Gap">When nobody is on call next; null: not within four weeks.</param>
public sealed record TeamRow(
    string Name, string? Person, ImmutableArray<string>? Channels, DateTimeOffset? Until, string? Then, bool ThenStandsIn, string? Contact,
    ImmutableArray<string> Services, TimeOfNobody? Gap)
{
    internal static TeamRow Of(
        TeamFacts team, DutySchedule? schedule, Dictionary<string, PersonFacts> people, DateTimeOffset now, DateTimeOffset horizon)
    {
        var entries = schedule?.Teams.FirstOrDefault(item => item.Team == team.Name)?.Final ?? [];
        var current = entries.FirstOrDefault(entry => entry.Start <= now && entry.End > now);
        var person = current?.Person;
        var next = entries.FirstOrDefault(entry => entry.Start > now && entry.Person is not null && !Same(entry.Person, person));
        var gap = entries.FirstOrDefault(entry => entry.Person is null && entry.End > now);
        return new(
            team.Name, person, person is not null && people.TryGetValue(person, out var known) ? known.Channels : null,
            current is null || current.End >= horizon ? null : UntilOf(entries, current), next?.Person, next?.IsOverride is true, team.Contact,
            team.Services, gap is null ? null : new(gap.Start > now ? gap.Start : now, gap.End >= horizon ? null : gap.End));
    }

    /// <summary>The same person again is no hand-off.</summary>
    private static DateTimeOffset UntilOf(ImmutableArray<DutyEntry> entries, DutyEntry current)
    {
        var end = current.End;
        foreach (var entry in entries.Where(entry => entry.Start >= current.End))
        {
            if (!Same(entry.Person, current.Person)) break;
            end = entry.End;
        }
        return end;
    }

    private static bool Same(string? person, string? other) => string.Equals(person, other, StringComparison.OrdinalIgnoreCase);
}
