using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;

namespace AiSre.Domain.OnCall;

/// <summary>Which team looks after a service (docs/rules/on-call.md).</summary>
public static class TeamRules
{
    /// <summary>In <see cref="Team.Services"/>: every service that no team names.</summary>
    public const string AnyService = "*";

    /// <summary>
    /// The team that names the service, else the default team; without a service the default team, or the only one. Null when there is none.
    /// </summary>
    public static Team? Of(WorkspaceDefinitions definitions, string? service)
    {
        // Two teams that name the same service are refused when definitions are read; the order of names keeps the answer the same on every silo all
        // the same.
        var teams = definitions.Teams.Values.OrderBy(team => team.Name, StringComparer.Ordinal).ToList();
        return (service is null ? null : teams.Find(team => Names(team, service)))
            ?? teams.Find(team => Names(team, AnyService))
            ?? (service is null && teams is [var only] ? only : null);
    }

    /// <summary>A service to show for a team that was asked for without one: the first that it names.</summary>
    public static string? ServiceOf(Team team) => team.Services.FirstOrDefault(service => service != AnyService);

    private static bool Names(Team team, string service) => team.Services.Contains(service, StringComparer.OrdinalIgnoreCase);
}
