using System.Collections.Immutable;
using AiSre.Domain.Definitions;

namespace AiSre.Domain.OnCall;

/// <summary>The services that a team looks after, as <see cref="TeamRules.Of"/> decides for each.</summary>
/// <param name="Names">In small letters.</param>
/// <param name="IsAllBut">They are those that it does not look after.</param>
/// <param name="WithNone">What is of no service is its too.</param>
[GenerateSerializer, Immutable, Alias("aisre.team-scopes")]
public sealed record TeamScopes(
    [property: Id(0)] ImmutableArray<string> Names, [property: Id(1)] bool IsAllBut, [property: Id(2)] bool WithNone)
{
    /// <summary>Null when there is no such team.</summary>
    public static TeamScopes? Of(WorkspaceDefinitions definitions, string name)
    {
        if (!definitions.Teams.TryGetValue(name, out var team)) return null;
        var withNone = TeamRules.Of(definitions, null) == team;
        // No service has this name: it is the default team's.
        return TeamRules.Of(definitions, "\n") == team
            ? new(NamesOf(definitions.Teams.Values.Where(other => other != team).SelectMany(other => other.Services))
                .Except(NamesOf(team.Services)).ToImmutableArray(), IsAllBut: true, withNone)
            : new(NamesOf(team.Services), IsAllBut: false, withNone);
    }

    private static ImmutableArray<string> NamesOf(IEnumerable<string> services) =>
        [.. services.Where(service => service != TeamRules.AnyService).Select(service => service.ToLowerInvariant()).Distinct()];
}
