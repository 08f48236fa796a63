using System.Collections.Immutable;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;

namespace AiSre.Domain.Tests.OnCall;

public class TeamScopesTests
{
    private static readonly Team Shop = new() { Name = "shop", Services = ["Cart", "checkout"] };
    private static readonly Team Data = new() { Name = "data", Services = ["db"] };
    private static readonly Team Rest = new() { Name = "rest", Services = ["*", "mail"] };

    public static TheoryData<string, Team[]> Workspaces => new()
    {
        { "a default team", [Shop, Data, Rest] },
        { "none", [Shop, Data] },
        { "one alone", [Shop] },
        { "one alone for all", [Rest] },
        { "two for all", [Rest, new Team { Name = "all", Services = ["*"] }] },
    };

    [Theory]
    [MemberData(nameof(Workspaces), DisableDiscoveryEnumeration = true)]
    public void The_services_of_a_team_are_those_that_it_looks_after(string what, Team[] teams)
    {
        Assert.NotNull(what);
        var byName = teams.ToImmutableDictionary(team => team.Name, StringComparer.OrdinalIgnoreCase);
        var definitions = WorkspaceDefinitions.Empty with { Teams = byName };
        foreach (var team in teams)
        {
            var scopes = TeamScopes.Of(definitions, team.Name.ToUpperInvariant())!;
            foreach (var service in (string?[])["cart", "CHECKOUT", "db", "mail", "unheard-of", null])
                Assert.Equal(
                    TeamRules.Of(definitions, service) == team,
                    service is null ? scopes.WithNone : scopes.Names.Contains(service.ToLowerInvariant()) != scopes.IsAllBut);
        }
        Assert.Null(TeamScopes.Of(definitions, "nobody"));
    }

    [Theory]
    [InlineData("NINA", false, "nina", true, null)]
    [InlineData("nima", false, "nima", false, "nina")]
    [InlineData("shop", false, "shop", false, null)]
    [InlineData("SHOP", true, "shop", true, null)]
    public void Somebody_is_a_person_or_a_team_in_any_case_else_the_nearest_is_told(
        string name, bool orTeam, string expected, bool isKnown, string? nearest)
    {
        var definitions = WorkspaceDefinitions.Empty with
        {
            Teams = ImmutableDictionary<string, Team>.Empty.Add("shop", Shop),
            People = ImmutableDictionary<string, Person>.Empty.Add("nina", new() { Id = "nina" }),
        };
        Assert.Equal(new(expected, isKnown, nearest), NamedSomebody.Of(definitions, name, orTeam));
        Assert.True(NamedSomebody.Of(WorkspaceDefinitions.Empty, name, orTeam).IsKnown);
    }
}
