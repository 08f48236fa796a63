using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Escalation;

/// <summary>Somebody whom a level names, and the team whose shared addresses are used for him.</summary>
public sealed record TargetPerson(Person Person, Team? Team);

/// <summary>Whom the targets of a level mean at an instant (docs/rules/escalation.md).</summary>
public static class TargetRules
{
    public const string Admins = "role:admin";

    /// <summary>Each person once, in the order in which they are named. A gap, an unknown team and an unknown person are nobody.</summary>
    public static ImmutableArray<TargetPerson> People(
        IEnumerable<string> targets, string? service, WorkspaceDefinitions definitions, WhoIsOnCall duty, DateTimeOffset at) =>
        [.. targets.SelectMany(target => Of(target, service, definitions, duty, at))
            .DistinctBy(found => found.Person.Id, StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<TargetPerson> Of(string target, string? service, WorkspaceDefinitions definitions, WhoIsOnCall duty, DateTimeOffset at)
    {
        var own = TeamRules.Of(definitions, service);
        if (target.Equals(Admins, StringComparison.OrdinalIgnoreCase))
            return definitions.People.Values.Where(person => person.IsAdmin).OrderBy(person => person.Id, StringComparer.Ordinal)
                .Select(person => new TargetPerson(person, own));
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var (kind, name) = colon < 0 ? (target, "") : (target[..colon].ToLowerInvariant(), target[(colon + 1)..]);
        if (kind == "user") return Known(name, own, definitions);
        var team = name == "*" ? own : definitions.Teams.GetValueOrDefault(name);
        return (kind, team) switch
        {
            (_, null) => [],
            ("schedule", _) => Known(duty(team, at).OnCall, team, definitions),
            ("contact", _) => Known(duty(team, at).Contact, team, definitions),
            _ => [],
        };
    }

    private static IEnumerable<TargetPerson> Known(string? person, Team? team, WorkspaceDefinitions definitions) =>
        person is not null && definitions.People.TryGetValue(person, out var known) ? [new(known, team)] : [];
}
