using AiSre.Domain.Definitions;
using AiSre.Domain.OnCall;
using static AiSre.Domain.Tests.OnCall.Rotas;

namespace AiSre.Domain.Tests.OnCall;

public class OverrideRulesTests
{
    private static readonly WorkspaceDefinitions Definitions = new()
    {
        Teams = WorkspaceDefinitions.Empty.Teams.Add("payments-team", TeamOf()),
        People = WorkspaceDefinitions.Empty.People.Add("erin", new() { Id = "erin" }),
    };

    [Fact]
    public void What_is_right_gets_the_names_as_they_are_defined_and_the_teams_zone()
    {
        var standIn = OverrideRules.Read(Definitions, "Payments-Team", "ERIN", "2026-05-25T12:00", "2026-05-25T16:00", null, "swap", out var refused);
        Assert.Null(refused);
        Assert.Equal(("payments-team", "erin", "Europe/Berlin", "swap"), (standIn!.Team, standIn.User, standIn.TimeZone, standIn.Reason));
        Assert.Equal("2026-05-25T12:00", OverrideRules.Text(standIn.From));
    }

    [Theory]
    [InlineData("team", "other", "erin", "2026-05-25T12:00", "2026-05-25T16:00", null)]
    [InlineData("user", "payments-team", "zoe", "2026-05-25T12:00", "2026-05-25T16:00", null)]
    [InlineData("time_zone", "payments-team", "erin", "2026-05-25T12:00", "2026-05-25T16:00", "Europe/Atlantis")]
    [InlineData("from", "payments-team", "erin", "2026-05-25", "2026-05-25T16:00", null)]
    [InlineData("from", "payments-team", "erin", "1026-05-25T12:00", "2026-05-25T16:00", null)]
    [InlineData("to", "payments-team", "erin", "2026-05-25T12:00", "2026-05-25T16:00Z", null)]
    [InlineData("to", "payments-team", "erin", "2026-05-25T12:00", "2026-05-25T12:00", null)]
    [InlineData("to", "payments-team", "erin", "2026-05-25T12:00", "2026-05-24T12:00", null)]
    [InlineData("to", "payments-team", "erin", "2026-03-29T02:30", "2026-03-29T03:30", null)] // the clocks skip all of it
    public void What_is_wrong_is_named(string field, string team, string user, string from, string to, string? zone)
    {
        Assert.Null(OverrideRules.Read(Definitions, team, user, from, to, zone, null, out var refused));
        Assert.Equal(field, refused?.Field);
    }

    [Fact]
    public void A_reason_is_short()
    {
        OverrideRules.Read(Definitions, "payments-team", "erin", "2026-05-25T12:00", "2026-05-25T16:00", null, new('x', 501), out var refused);
        Assert.Equal("reason", refused?.Field);
    }
}
