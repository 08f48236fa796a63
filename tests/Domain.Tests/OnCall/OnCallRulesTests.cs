using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using NodaTime;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

public class OnCallRulesTests
{
    private static readonly Instant Reference = At("2025-01-15T10:30Z");

    [Fact]
    public void The_example_of_the_reference_holds()
    {
        var team = TeamOf(Weekly("Europe/Berlin", "carol", "dave")) with { EscalationContact = "eve" };
        var duty = OnCallRules.At(Definitions(team), team, Reference.ToDateTimeOffset());
        Assert.Equal(("dave", 1, "eve"), (duty.Person, duty.Layer!.Index, OnCallRules.ContactOf(team, duty)));
    }

    [Theory]
    [InlineData("ann", "bob", null, "ann,bob,cid")]
    [InlineData("ann", "bob", null, "ann,ann,bob")] // the next who is not on call anyway
    [InlineData("ann", null, null, "ann")]
    [InlineData("erin", "bob", "erin", "ann,bob,cid")]
    [InlineData("bob", "cid", "bob", "ann,bob,cid")]
    [InlineData("bob", "ann", "bob", "ann,bob")] // whom he replaces is better than nobody
    public void Without_a_contact_it_is_the_next_member_of_the_layer_in_force(string onCall, string? contact, string? standIn, string members)
    {
        var team = TeamOf(Weekly("Europe/Berlin", members.Split(',')) with { Start = new(2025, 1, 13) });
        var duty = new Roster(team, standIn is null ? [] : [StandIn(standIn, "2025-01-15T00:00", "2025-01-16T00:00")]).At(Reference);
        Assert.Equal((onCall, contact), (duty.Person, OnCallRules.ContactOf(team, duty)));
    }

    [Fact]
    public void In_a_gap_only_a_named_contact_is_there()
    {
        var team = TeamOf();
        Assert.Null(OnCallRules.ContactOf(team, new Roster(team, []).At(Reference)));
        Assert.Equal("eve", OnCallRules.ContactOf(team with { EscalationContact = "eve" }, Duty.Nobody));
    }

    [Fact]
    public void Next_is_whoever_takes_over_after_a_gap_too()
    {
        var office = Weekly("Europe/Berlin", "carol", "dave") with { Restrictions = [new([], new(9, 0), new(17, 0))] };
        var roster = RosterOf(office);
        Assert.Equal("carol", OnCallRules.NextAfter(roster, roster.StretchAt(Reference)));
        Assert.Equal("dave", OnCallRules.NextAfter(roster, roster.StretchAt(At("2025-01-15T20:00Z"))));
        var alone = RosterOf(Weekly("Europe/Berlin", "carol"));
        Assert.Null(OnCallRules.NextAfter(alone, alone.StretchAt(Reference)));
        var nobody = RosterOf();
        Assert.Null(OnCallRules.NextAfter(nobody, nobody.StretchAt(Reference)));
    }

    [Fact]
    public void A_gap_is_announced_seven_days_ahead()
    {
        var ending = Weekly("Europe/Berlin", "carol") with { End = new(2025, 1, 22) };
        Assert.Null(OnCallRules.NextGap(RosterOf(ending), At("2025-01-15T08:00Z")));
        Assert.Equal(At("2025-01-22T08:00Z"), OnCallRules.NextGap(RosterOf(ending), At("2025-01-15T08:01Z"))?.Start);
        Assert.Null(OnCallRules.NextGap(RosterOf(ending with { End = null }), Reference));
        Assert.Equal(Reference, OnCallRules.NextGap(RosterOf(), Reference)?.Start);
    }

    [Theory]
    [InlineData("payments", "payments-team")]
    [InlineData("PAYMENTS-API", "payments-team")]
    [InlineData("payments-ap", "platform")]
    [InlineData("unheard-of", "platform")]
    [InlineData(null, "platform")]
    public void A_service_belongs_to_the_team_that_names_it_else_to_the_default_team(string? service, string team) =>
        Assert.Equal(
            team, TeamRules.Of(
                Definitions(TeamOf() with { Services = ["payments", "payments-api"] }, new() { Name = "platform", Services = ["*", "dns"] }),
                service)?.Name);

    [Fact]
    public void Without_a_default_team_an_unknown_service_is_nobodys_and_no_service_the_only_teams()
    {
        Assert.Null(TeamRules.Of(Definitions(TeamOf()), "unheard-of"));
        Assert.Equal("payments-team", TeamRules.Of(Definitions(TeamOf()), null)?.Name);
        Assert.Null(TeamRules.Of(Definitions(TeamOf(), new() { Name = "other" }), null));
        Assert.Null(TeamRules.Of(WorkspaceDefinitions.Empty, null));
        Assert.Equal("dns", TeamRules.ServiceOf(new() { Name = "platform", Services = ["*", "dns"] }));
    }

    private static WorkspaceDefinitions Definitions(params Team[] teams) => new()
    {
        Teams = WorkspaceDefinitions.Empty.Teams.AddRange(teams.Select(team => KeyValuePair.Create(team.Name, team))),
    };
}
