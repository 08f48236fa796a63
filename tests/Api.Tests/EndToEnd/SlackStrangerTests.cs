using System.Globalization;
using System.Net;
using System.Text;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Anybody may send what looks like a press of a button in Slack.</summary>
public sealed class SlackStrangerTests
{
    private const int Presses = 3_000;

    [Fact]
    public async Task Whoever_has_no_secret_makes_no_grain_of_the_workspaces_that_he_names()
    {
        await using var host = await EmbeddedHost.StartAloneAsync();
        var management = (await host.GrainsAsync()).GetGrain<IManagementGrain>(0);
        await PressAsync(host, "nobody-0");
        var before = await CountAsync(management);
        for (var i = 0; i < Presses; i += 20) await Task.WhenAll(Enumerable.Range(i, 20).Select(k => PressAsync(host, $"nobody-{k}")));
        // The silo has work of its own, but not for three thousand.
        var made = await CountAsync(management) - before;
        Assert.True(made < Presses / 30, $"{made} grains");
    }

    private static async Task<int> CountAsync(IManagementGrain management) =>
        (await management.GetDetailedGrainStatistics()).Count(grain => !grain.GrainType.Contains("Slack", StringComparison.OrdinalIgnoreCase));

    /// <summary>Again while the answer is 503: the machine was too slow to refuse it.</summary>
    private static Task PressAsync(EmbeddedHost host, string workspace) => Poll.UntilAsync("a press to be refused", async () =>
    {
        var payload = $$"""{"type":"block_actions","actions":[{"action_id":"resolve","value":"{{workspace}}/inc-0123456789abc"}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/integrations/slack/actions")
        {
            Content = new StringContent($"payload={Uri.EscapeDataString(payload)}", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("X-Slack-Request-Timestamp", DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("X-Slack-Signature", "v0=" + new string('0', 64));
        using var answer = await host.Client.SendAsync(request);
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return false;
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{answer.StatusCode}");
        return true;
    });
}
