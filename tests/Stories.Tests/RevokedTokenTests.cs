using System.Net.Http.Json;
using System.Text.Json;
using AiSre.Integrations.Tests.Channels;
using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>The token of Slack was revoked, and mail stands in for it: nobody misses anything, and it must be found all the same.</summary>
public sealed class RevokedTokenTests
{
    [Fact]
    public async Task A_dead_channel_is_found_although_its_fallback_reached_everybody_and_told_them_once()
    {
        await using var slack = await RecordingVendor.StartAsync(_ => new(200, """{"ok":false,"error":"token_revoked"}"""));
        await using var mailbox = await Mailbox.StartAsync();
        using var config = new TempFolder();
        config.Write("oncall.yaml", """
            users: {nina: {email: nina@shop.test, slack: U0000000001}, omar: {email: omar@shop.test}}
            teams: {shop: {services: ["*"], layers: [{members: [nina]}]}}
            """);
        config.Write("escalation.yaml", """
            default: {levels: [{after_minutes: 0, targets: ["schedule:*"], channels: [slack, email]}]}
            """);
        config.Write("notifications.yaml", $$"""
            channels:
              slack: {token: xoxb-1, channel: "#shop", api_url: "{{slack.Address}}/api", fallback: email}
              email: {host: 127.0.0.1, port: {{mailbox.Port}}, security: none, from: ai-sre@shop.test, to: [shop@shop.test]}
            routes: {default_rules: {critical: [slack], high: [slack], warning: [slack], info: []} }
            """);
        await using var silo = await SiloProcess.StartAsync(
            new SiloSettings { Environment = new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = config.Path } });
        await BrokenShop.SendAsync(
            silo.Http.PostAsJsonAsync("webhook", new { title = "Checkout is down", severity = "critical", service = "checkout" }));

        await Poll.UntilAsync("nina to be told", () => mailbox.Messages.Any(mail => $"{mail.To}".Contains("nina@", StringComparison.Ordinal)));
        await Poll.UntilAsync(
            "the log to say it unasked",
            () => silo.Log.Contains("are given up: Slack refused: token_revoked", StringComparison.Ordinal), onTimeout: () => silo.Log);
        // An answer of its is kept for a second.
        await Poll.UntilAsync(
            "the health to name the channel",
            async () => (await silo.Http.GetStringAsync("health")).Contains("messages by slack were given up", StringComparison.Ordinal),
            onTimeout: () => silo.Log);

        // The level tells her by mail anyway, so the fallback need not.
        await Poll.UntilAsync(
            "the shared address to be told", () => mailbox.Messages.Any(mail => $"{mail.To}".Contains("shop@shop", StringComparison.Ordinal)));
        Assert.Single(mailbox.Messages, mail => $"{mail.To}".Contains("nina@", StringComparison.Ordinal));

        using var newcomer = new Newcomer();
        newcomer.With(silo).With("KEY", "").With("SERVICE", "checkout").With("LOG", newcomer.Write("ai-sre.log", silo.Log));
        var found = await newcomer.PasteAsync(PageCommands.Of("docs/paged-nobody.md"));
        Assert.Contains("messages by slack were given up", found[0], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"sent\"", found[4], StringComparison.Ordinal);
        Assert.Contains("\"error\":\"Slack refused: token_revoked\"", found[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_is_tested_alone_and_the_answer_says_where()
    {
        await using var mailbox = await Mailbox.StartAsync();
        using var config = new TempFolder();
        config.Write("oncall.yaml", "users: {nina: {email: nina@shop.test}}");
        config.Write("notifications.yaml", $$"""
            channels: {email: {host: 127.0.0.1, port: {{mailbox.Port}}, security: none, from: ai-sre@shop.test, to: [shop@shop.test]} }
            routes: {default_rules: {critical: [email]} }
            """);
        await using var silo = await SiloProcess.StartAsync(
            new SiloSettings { Environment = new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = config.Path } });
        using var answer = await silo.Http.PostAsync("notifications/test?severity=critical&person=nina", null);
        var results = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("results").GetRawText();
        Assert.Equal("""[{"channel":"email","address":"nina@shop.test","status":"sent","error":null}]""", results);
        Assert.Equal("nina@shop.test", $"{Assert.Single(mailbox.Messages).To}");
    }
}
