using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.OnCall;
using AiSre.Domain.OnCall;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

public class ScheduleRulesTests
{
    [Fact]
    public void The_past_is_as_it_was_defined_then()
    {
        var old = TeamOf(Weekly("Europe/Berlin", "carol", "dave"));
        var change = At("2025-01-15T10:30Z");
        var young = HandoverRules.Reanchor(old, TeamOf(Weekly("Europe/Berlin", "carol", "erin", "dave")), change);
        Assert.Equal(
            [
                "2025-01-06T08:00Z 2025-01-13T08:00Z carol", "2025-01-13T08:00Z 2025-01-20T08:00Z dave", // over the change, in one piece
                "2025-01-20T08:00Z 2025-01-27T08:00Z carol", "2025-01-27T08:00Z 2025-02-03T08:00Z erin",
            ],
            Lines(("2025-01-08T00:00Z", old), ("2025-01-15T10:30Z", young), ("2025-02-01T00:00Z", null)));
    }

    [Fact]
    public void A_change_of_people_cuts_where_it_happened()
    {
        var old = TeamOf(Weekly("Europe/Berlin", "carol", "dave"));
        var young = TeamOf(Weekly("Europe/Berlin", "carol", "erin"));
        Assert.Equal(
            ["2025-01-13T08:00Z 2025-01-15T10:30Z dave", "2025-01-15T10:30Z 2025-01-20T08:00Z erin"],
            Lines(("2025-01-14T00:00Z", old), ("2025-01-15T10:30Z", young), ("2025-01-16T00:00Z", null)));
    }

    [Fact]
    public void A_team_that_did_not_exist_was_nobody() => Assert.Equal(
        ["2025-01-14T00:00Z 2025-01-15T10:30Z nobody", "2025-01-15T10:30Z 2025-01-20T08:00Z dave"],
        Lines(("2025-01-14T00:00Z", null), ("2025-01-15T10:30Z", TeamOf(Weekly("Europe/Berlin", "carol", "dave"))), ("2025-01-16T00:00Z", null)));

    [Fact]
    public void A_layer_is_shown_as_if_it_were_alone()
    {
        var team = TeamOf(Weekly("Europe/Berlin", "carol"), Weekly("Europe/Berlin", "nina") with { Name = "nights" }) with
        {
            Overrides = [StandIn("erin", "2025-01-14T00:00", "2025-01-15T00:00")],
        };
        var roster = ScheduleRules.RosterOf(Definitions(team), "PAYMENTS-team", "primary");
        Assert.Equal("carol", roster!.At(At("2025-01-14T12:00Z")).Person);
        Assert.Null(ScheduleRules.RosterOf(Definitions(team), "payments-team", "days"));
        Assert.Null(ScheduleRules.RosterOf(Definitions(team), "other-team", "primary"));
    }

    private static IEnumerable<string> Lines(params (string From, Team? Team)[] changes)
    {
        var periods = changes.Zip(changes.Skip(1), (change, next) => new DefinitionPeriod(At(change.From), At(next.From), Definitions(change.Team)))
            .ToList();
        return ScheduleRules.Of(periods, definitions => ScheduleRules.RosterOf(definitions, "payments-team"))
            .Select(stretch => $"{Text(stretch.Start)} {Text(stretch.End)} {stretch.Duty.Person ?? "nobody"}");
    }

    private static WorkspaceDefinitions Definitions(Team? team) => team is null
        ? WorkspaceDefinitions.Empty
        : new() { Teams = WorkspaceDefinitions.Empty.Teams.Add(team.Name, team) };
}
