using System.Net.Http.Json;
using System.Text;
using AiSre.Integrations.Tests.Channels;
using AiSre.TestHost;

namespace AiSre.Stories.Tests;

/// <summary>A shop whose Slack token was revoked, and one of whose teams has nobody on call.</summary>
public sealed class BrokenShop : IAsyncLifetime
{
    public const string Key = "operator-key-of-a-newcomer-1";
    private const string Admin = "admin-key-of-the-newcomer-22";

    private RecordingVendor slack = null!;

    public SiloProcess Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await RecordingVendor.StartAsync(_ => new(200, """{"ok":false,"error":"token_revoked"}"""));
        Silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Environment = new Dictionary<string, string>
            {
                ["AI_SRE_API_KEYS"] = $"ops={Key}:operator:shop,root={Admin}:admin:shop",
                ["AI_SRE_OUTBOUND_ALLOW"] = new Uri(slack.Address).Authority,
            },
        });
        Silo.Http.DefaultRequestHeaders.Add("X-API-Key", Admin);
        await SendAsync(Silo.Http.PutAsync("definitions", new StringContent($$"""
            users: {dana: {slack: U0000000001}, erik: {} }
            teams:
              checkout: {services: [checkout], layers: [{members: [dana]}]}
              gap: {services: [search]}
            default: {levels: [{after_minutes: 0, targets: ["schedule:*"], channels: [slack]}]}
            channels: {slack: {token: xoxb-1, channel: "#shop", api_url: "{{slack.Address}}/api"} }
            routes: {default_rules: {critical: [slack], high: [slack], warning: [slack], info: []} }
            """, Encoding.UTF8, "application/yaml")));
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        await slack.DisposeAsync();
    }

    public Task OpenAsync(string service) =>
        SendAsync(Silo.Http.PostAsJsonAsync("webhook", new { title = $"{service} is down", severity = "critical", service }));

    public static async Task SendAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        var says = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri}: {answer.StatusCode} {says}");
    }
}
