using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Escalation;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Notifications;
using AiSre.Domain.OnCall;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Escalation;

/// <summary>
/// What can be known of who will be told, and who will not, before anything has happened. All of it is allowed, and some of it is meant.
/// </summary>
/// <param name="Paging">For each severity, from critical on, which policy counts.</param>
/// <param name="Warnings">Sentences.</param>
public sealed record Coverage(ImmutableArray<string> Paging, ImmutableArray<string> Warnings);

/// <summary>Looks through definitions for incidents that nobody would hear of, or that nothing would open (docs/definitions.md).</summary>
public static class CoverageRules
{
    private static readonly ImmutableArray<Severity> Severities = [Severity.Critical, Severity.High, Severity.Warning, Severity.Info];

    public static Coverage Of(WorkspaceDefinitions definitions) => definitions.TellsNobody
        ? new([.. Severities.Select(severity => $"{severity.Name()}: nobody")],
            ["Nothing is defined that could tell anybody: incidents are lines in the log, and page nobody.", .. SloWarningRules.Of(definitions)])
        : new([.. Severities.Select(severity => PagingOf(definitions, severity))],
            [
                .. Routes(definitions), .. Admins(definitions), .. Teams(definitions), .. Addresses(definitions), .. SloWarningRules.Of(definitions),
            ]);

    /// <summary>Incidents that opened while nobody was to be told.</summary>
    public static string? OpenUntold(WorkspaceDefinitions before, WorkspaceDefinitions after, long open) =>
        open > 0 && before.TellsNobody && !after.TellsNobody
            ? $"{Count(open)} opened before anybody was defined: nobody is told of that until it gets worse or is reopened."
            : null;

    private static string PagingOf(WorkspaceDefinitions definitions, Severity severity)
    {
        var usual = EscalationRules.Match(definitions, null, severity);
        var name = usual.PagesNobody ? "pages nobody, the routes hear of it"
            : ReferenceEquals(usual, BuiltInPolicy.Value) ? $"{usual.Name} (built in)" : usual.Name;
        var others = definitions.Policies
            .Where(policy => !policy.Services.IsEmpty && (policy.Severities.IsEmpty || policy.Severities.Contains(severity)))
            .Select(policy => $"{policy.Name} for {string.Join(", ", policy.Services)}").ToList();
        return $"{severity.Name()}: {string.Join("; ", [.. others, others.Count == 0 ? name : $"otherwise {name}"])}";
    }

    private static IEnumerable<string> Routes(WorkspaceDefinitions definitions)
    {
        if (definitions.Routes.IsEmpty)
            yield return "No routes are written: the usual ones count, by channels that are called slack, pagerduty and email.";
        foreach (var severity in Severities.Where(severity => severity > Severity.Info))
        {
            var channels = RoutingRules.ChannelsFor(definitions, null, severity);
            if (channels.IsEmpty) yield return $"The route of {severity.Name()} is empty: no channel hears of it.";
            else if (!channels.Any(name => Usable(definitions, name)))
                yield return $"No channel of the route of {severity.Name()} can be used ({string.Join(", ", channels)}): it is a line in the log.";
        }
    }

    private static IEnumerable<string> Admins(WorkspaceDefinitions definitions)
    {
        if (!definitions.People.Values.Any(person => person.IsAdmin))
            yield return "No user is an admin (admin: true): when every level of an escalation is empty, nobody is told.";
    }

    private static IEnumerable<string> Teams(WorkspaceDefinitions definitions)
    {
        foreach (var team in definitions.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal))
        {
            var members = team.Layers.SelectMany(layer => layer.Members).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (members is []) yield return $"The team {team.Name} has no layer: nobody is on call.";
            if (members is [var only] && (team.EscalationContact is null || team.EscalationContact.Equals(only, StringComparison.OrdinalIgnoreCase)))
                yield return $"The team {team.Name} has one person, {only}: nobody is told next when there is no answer.";
        }
    }

    /// <summary>People whom a level means, and channels of it that do not reach them.</summary>
    private static IEnumerable<string> Addresses(WorkspaceDefinitions definitions)
    {
        var missing = new SortedDictionary<string, (SortedSet<string> Missing, bool Reached)>(StringComparer.Ordinal);
        foreach (var (person, team, channels) in Meant(definitions))
        {
            foreach (var channel in channels)
            {
                if (AddressRules.Of(person, team, channel, definitions) is { } place) Note(person.Id, null, place.Reaches);
                else Note(person.Id, channel, reached: false);
            }
        }
        foreach (var (person, (channels, reached)) in missing)
        {
            if (channels.Count == 0) continue;
            yield return reached
                ? $"{person} has no address for {string.Join(", ", channels)}."
                : $"{person} has no address for {string.Join(", ", channels)}, and no other channel: a page does not reach {person}.";
        }

        void Note(string person, string? channel, bool reached)
        {
            var (channels, before) = missing.TryGetValue(person, out var known) ? known : (new(StringComparer.OrdinalIgnoreCase), false);
            if (channel is not null) channels.Add(channel);
            missing[person] = (channels, before || reached);
        }
    }

    private static IEnumerable<(Person Person, Team? Team, ImmutableArray<string> Channels)> Meant(WorkspaceDefinitions definitions)
    {
        var services = definitions.Teams.Values.Select(TeamRules.ServiceOf).Concat(definitions.Policies.SelectMany(policy => policy.Services))
            .Append(null).Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (var service in services)
        {
            var team = TeamRules.Of(definitions, service);
            foreach (var severity in Severities)
            {
                foreach (var level in EscalationRules.Match(definitions, service, severity).Levels)
                {
                    var channels = level.Channels.IsDefaultOrEmpty ? RoutingRules.ChannelsFor(definitions, service, severity) : level.Channels;
                    foreach (var target in level.Targets)
                    {
                        foreach (var person in PeopleOf(target, team, definitions)) yield return (person, team, channels);
                    }
                }
            }
        }
    }

    /// <summary>Whoever a target may mean at one time or another.</summary>
    private static IEnumerable<Person> PeopleOf(string target, Team? own, WorkspaceDefinitions definitions)
    {
        if (target.Equals(TargetRules.Admins, StringComparison.OrdinalIgnoreCase)) return definitions.People.Values.Where(person => person.IsAdmin);
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var name = target[(colon + 1)..];
        if (target.StartsWith("user:", StringComparison.OrdinalIgnoreCase)) return Known([name]);
        var team = name == "*" ? own : definitions.Teams.GetValueOrDefault(name);
        if (team is null) return [];
        var members = team.Layers.SelectMany(layer => layer.Members);
        return Known(team.EscalationContact is { } contact ? members.Append(contact) : members);

        IEnumerable<Person> Known(IEnumerable<string> ids) =>
            ids.Distinct(StringComparer.OrdinalIgnoreCase).Select(id => definitions.People.GetValueOrDefault(id)).OfType<Person>();
    }

    private static bool Usable(WorkspaceDefinitions definitions, string name) =>
        name.Equals(LogChannel.ChannelName, StringComparison.OrdinalIgnoreCase) || RoutingRules.Channel(definitions, name) is { IsConfigured: true };

    private static string Count(long open) => open == 1 ? "One open incident" : FormattableString.Invariant($"{open} open incidents");
}
