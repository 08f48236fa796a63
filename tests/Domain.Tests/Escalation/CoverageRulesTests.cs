using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.Escalation;
using NodaTime;
using static AiSre.Domain.Tests.Escalation.Rota;

namespace AiSre.Domain.Tests.Escalation;

/// <summary>What can be known beforehand of people who will not be told.</summary>
public sealed class CoverageRulesTests
{
    private static readonly WorkspaceDefinitions Complete = Company with
    {
        Teams = Company.Teams.SetItem("payments-team", Team("payments-team", "payments", "dave", "eve"))
            .SetItem("everybody", Team("everybody", "*", "dave", "ann")),
    };

    [Fact]
    public void Nothing_is_said_of_definitions_that_reach_everybody() => Assert.Empty(CoverageRules.Of(Complete).Warnings);

    [Fact]
    public void Each_severity_names_the_policy_that_counts() => Assert.Equal(
        [
            "critical: payments-default for payments; otherwise default (built in)",
            "high: payments-default for payments; otherwise default (built in)",
            "warning: pages nobody, the routes hear of it", "info: pages nobody, the routes hear of it",
        ],
        CoverageRules.Of(Complete).Paging);

    [Fact]
    public void Definitions_that_tell_nobody_say_so() =>
        Assert.StartsWith("Nothing is defined", Assert.Single(CoverageRules.Of(WorkspaceDefinitions.Empty).Warnings), StringComparison.Ordinal);

    [Fact]
    public void No_route_no_admin_a_team_of_one_and_one_without_layers()
    {
        var warnings = CoverageRules.Of(Complete with
        {
            Routes = new(),
            People = Complete.People.SetItem("ann", Complete.People["ann"] with { IsAdmin = false }),
            Teams = Complete.Teams.SetItem("everybody", Team("everybody", "*", "dave")).Add("empty", new Team { Name = "empty" }),
        }).Warnings;
        Assert.Contains(warnings, text => text.StartsWith("No routes are written", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.StartsWith("No user is an admin", StringComparison.Ordinal));
        Assert.Contains("The team everybody has one person, dave: nobody is told next when there is no answer.", warnings);
        Assert.Contains("The team empty has no layer: nobody is on call.", warnings);
    }

    [Fact]
    public void A_person_without_an_address_is_named_with_the_channels_that_do_not_reach_him()
    {
        var people = Complete.People.SetItem("eve", new Person { Id = "eve" });
        Assert.Contains("eve has no address for email.", CoverageRules.Of(Complete with { People = people }).Warnings);
        var mail = Complete with { People = people, Policies = [Payments with { Levels = [new() { AfterMinutes = 0, Targets = ["user:eve"],
            Channels = ["email"] }] }], Teams = Complete.Teams.Remove("payments-team") };
        Assert.Contains(CoverageRules.Of(mail).Warnings, text => text.StartsWith("eve has no address for email", StringComparison.Ordinal));
    }

    [Fact]
    public void A_route_of_which_no_channel_can_be_used_is_named()
    {
        var warnings = CoverageRules.Of(Complete with { Channels = Complete.Channels.Clear() }).Warnings;
        Assert.Contains("No channel of the route of warning can be used (slack): it is a line in the log.", warnings);
    }

    [Fact]
    public void Incidents_that_opened_before_anybody_was_defined_are_counted()
    {
        Assert.StartsWith("3 open incidents", CoverageRules.OpenUntold(WorkspaceDefinitions.Empty, Complete, 3), StringComparison.Ordinal);
        Assert.Null(CoverageRules.OpenUntold(WorkspaceDefinitions.Empty, Complete, 0));
        Assert.Null(CoverageRules.OpenUntold(Complete, Complete, 3));
    }

    private static Team Team(string name, string service, params string[] members) => new()
    {
        Name = name, Services = [service],
        Layers = [new() { Name = "primary", TimeZone = "UTC", Members = [.. members], Start = new LocalDate(2026, 1, 5) }],
    };
}
