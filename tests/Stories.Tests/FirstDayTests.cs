using AiSre.Integrations.Tests.Channels;
using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>Keys, a workspace, Slack, Alertmanager, an alert that goes all the way: by docs/first-day.md and nothing else.</summary>
public sealed class FirstDayTests
{
    [Fact]
    public async Task The_first_day_ends_with_a_page_in_Slack()
    {
        await using var slack = await RecordingVendor.StartAsync(_ => new(200, "ok"));
        using var newcomer = new Newcomer(ServerPrograms.Alertmanager, "amtool", "openssl").WithOwnServer()
            .At("localhost:9093", FreePort.Next()).With("SLACK_WEBHOOK", $"{slack.Address}/services/T1/B1/x")
            .With("AI_SRE_OUTBOUND_ALLOW", new Uri(slack.Address).Authority);
        var steps = await newcomer.PasteAsync(PageCommands.Of("docs/first-day.md"));

        string[][] expected =
        [
            [],
            ["""{"status":"ok"}""", "AI-SRE", "SQLite in"],
            ["Missing or invalid API key", "\n0\n"],
            ["\"errors\": null", "\"warnings\": []", "{\"ok\":true,\"revision\":1}", "\"oncall\":\""],
            ["""{"channel":"slack","address":"default","status":"sent","error":null}"""],
            ["SUCCESS"],
            [],
            ["\"channel\":\"slack\"", "\"step\":\"level 1 of 2\"", "\"status\":\"sent\""],
            ["""{"state":"acknowledged","acknowledged_by":"dana"}""", "Checkout fails for 12 % of customers", "incident_acknowledged dana"],
            [],
        ];
        Assert.Equal(expected.Length, steps.Count);
        for (var step = 0; step < expected.Length; step++)
            foreach (var words in expected[step]) Assert.Contains(words, steps[step], StringComparison.Ordinal);

        var said = slack.Requests.Select(request => request.Body).ToList();
        Assert.Contains(said, body => body.Contains("This is a test notification", StringComparison.Ordinal));
        Assert.Contains(said, body => body.Contains("CRITICAL: Checkout fails for 12 % of customers", StringComparison.Ordinal));
    }
}
