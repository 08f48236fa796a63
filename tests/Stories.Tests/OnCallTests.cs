using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>Teams in two time zones, two changes of the clocks, a calendar, somebody who stands in: by docs/on-call.md.</summary>
public sealed class OnCallTests
{
    [Fact]
    public async Task A_team_is_set_up_and_its_hours_are_right_when_the_clocks_change()
    {
        const string Admin = "admin-key-of-the-newcomer-22", Dana = "operator-key-of-dana-0123456";
        await using var silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string> { ["AI_SRE_API_KEYS"] = $"root={Admin}:admin:shop,dana={Dana}:operator:shop" },
        });
        using var newcomer = new Newcomer().With(silo).With("ADMIN", Admin).With("KEY", Dana);
        var steps = await newcomer.PasteAsync(PageCommands.Of("docs/on-call.md"));

        Assert.Contains("""["checkout","rest"]""", steps[0], StringComparison.Ordinal);
        Assert.Contains("\"team\":\"checkout\"", steps[0], StringComparison.Ordinal);
        // Nine in the morning in Berlin before and after, nine in New York before and after.
        Assert.Contains("dana 2027-03-29T07:00:00Z 2027-04-05T07:00:00Z", steps[1], StringComparison.Ordinal);
        Assert.Contains("erik 2027-03-22T08:00:00Z 2027-03-29T07:00:00Z", steps[1], StringComparison.Ordinal);
        Assert.Contains("nora 2027-03-15T13:00:00Z 2027-03-15T21:00:00Z", steps[1], StringComparison.Ordinal);
        Assert.True(int.Parse(steps[2].Trim(), System.Globalization.CultureInfo.InvariantCulture) > 10, steps[2]);
        var said = steps[3].Trim().Split('\n');
        Assert.Contains("\"oncall\":\"dana\",\"override\":true", said[1], StringComparison.Ordinal);
        Assert.Contains("only dana", said[2], StringComparison.Ordinal);
    }
}
