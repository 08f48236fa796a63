using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.Api;
using AiSre.Domain.Definitions;
using AiSre.Grains.Definitions;
using AiSre.Integrations.Slack;
using AiSre.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiSre.Integrations.Tests.Channels;

/// <summary>Somebody presses a button in Slack, and the product hears of it from Slack.</summary>
public sealed class SlackButtonTests(SlackButtonTests.Fixture fixture) : IClassFixture<SlackButtonTests.Fixture>
{
    [Fact]
    public async Task Acknowledge_and_resolve_do_so_in_the_name_of_who_pressed_them()
    {
        var incident = await fixture.OpenAsync("acme");
        Assert.Equal(HttpStatusCode.OK, await PressAsync("acme", incident, SlackButtons.Acknowledge));
        Assert.Equal("acknowledged", (await fixture.IncidentAsync("acme", incident)).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.OK, await PressAsync("acme", incident, SlackButtons.Resolve));
        Assert.Equal("resolved", (await fixture.IncidentAsync("acme", incident)).GetProperty("state").GetString());
        Assert.Contains("slack:dave.smith", await fixture.TimelineAsync("acme", incident), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_comes_twice_counts_once()
    {
        var incident = await fixture.OpenAsync("acme");
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await PressAsync("acme", incident, SlackButtons.Acknowledge));
        Assert.Equal(1, Regex.Count(await fixture.TimelineAsync("acme", incident), "slack:dave.smith"));
    }

    [Fact]
    public async Task A_link_that_was_followed_is_answered_and_changes_nothing()
    {
        var incident = await fixture.OpenAsync("acme");
        Assert.Equal(HttpStatusCode.OK, await PressAsync("acme", incident, SlackButtons.Open));
        Assert.Equal("open", (await fixture.IncidentAsync("acme", incident)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_incident_that_is_not_there_is_no_failure() =>
        Assert.Equal(HttpStatusCode.OK, await PressAsync("acme", "inc-nosuchincident", SlackButtons.Resolve));

    [Fact]
    public async Task Nothing_is_done_in_a_workspace_that_is_suspended()
    {
        var incident = await fixture.OpenAsync("globex");
        await fixture.AskAsync(HttpMethod.Post, "/workspaces/globex/suspend", "globex", """{"reason":"unpaid"}""");
        Assert.Equal(HttpStatusCode.Forbidden, await PressAsync("globex", incident, SlackButtons.Acknowledge, secret: "secret-of-globex"));
        Assert.Equal("open", (await fixture.IncidentAsync("globex", incident)).GetProperty("state").GetString());
        await fixture.AskAsync(HttpMethod.Post, "/workspaces/globex/resume", "globex");
        Assert.Equal(HttpStatusCode.OK, await PressAsync("globex", incident, SlackButtons.Acknowledge, secret: "secret-of-globex"));
        Assert.Equal("acknowledged", (await fixture.IncidentAsync("globex", incident)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Another_workspaces_secret_opens_nothing()
    {
        var incident = await fixture.OpenAsync("acme");
        Assert.Equal(HttpStatusCode.Unauthorized, await PressAsync("acme", incident, SlackButtons.Resolve, secret: "secret-of-globex"));
        Assert.Equal("open", (await fixture.IncidentAsync("acme", incident)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("nobody", 0, null)]
    [InlineData("acme", -301, null)]
    // Well beyond the limit of 300 s: the clock goes on until the server looks at it.
    [InlineData("acme", 330, null)]
    [InlineData("acme", 0, "v0=00")]
    [InlineData("acme", 0, "")]
    public async Task What_Slack_did_not_sign_just_now_is_refused(string workspace, int seconds, string? signature) =>
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await PressAsync(workspace, "inc-0000000000000", SlackButtons.Resolve, seconds: seconds, signature: signature));

    [Theory]
    [InlineData("")]
    [InlineData("payload=")]
    [InlineData("payload=%7B%7D")]
    [InlineData("payload=[]")]
    [InlineData("hello=world")]
    public async Task What_is_no_press_of_a_button_is_refused(string body) =>
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await fixture.SendAsync(body, fixture.Clock.ToUnixTimeSeconds(), Sign("secret-of-acme", fixture.Clock.ToUnixTimeSeconds(), body)));

    [Theory]
    [InlineData("""{"type":"block_actions","actions":[{"action_id":"resolve","value":"\ud800"}]}""")]
    [InlineData("""{"type":"\udc00"}""")]
    [InlineData("""{"type":"block_actions","user":{"name":"\ud83d"},"actions":[{"action_id":"resolve","value":"acme/inc-0"}]}""")]
    public async Task Half_a_character_is_400_and_no_failure_of_ours(string payload)
    {
        var (body, at) = ($"payload={Uri.EscapeDataString(payload)}", fixture.Clock.ToUnixTimeSeconds());
        Assert.Equal(HttpStatusCode.BadRequest, await fixture.SendAsync(body, at, Sign("secret-of-acme", at, body)));
        Assert.Equal(HttpStatusCode.Unauthorized, await fixture.SendAsync(body, at, "v0=00"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_not_read() =>
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await fixture.SendAsync(new string('x', 600_000), 0, "v0="));

    private Task<HttpStatusCode> PressAsync(
        string workspace, string incident, string action, string secret = "secret-of-acme", int seconds = 0, string? signature = null)
    {
        var payload = JsonSerializer.Serialize(new
        {
            type = "block_actions", user = new { id = "U01DAVE", username = "dave.smith", name = "dave.smith" },
            actions = new[] { new { type = "button", action_id = action, block_id = "b", value = $"{workspace}/{incident}" } },
        });
        var body = $"payload={Uri.EscapeDataString(payload)}";
        var at = fixture.Clock.AddSeconds(seconds).ToUnixTimeSeconds();
        return fixture.SendAsync(body, at, signature ?? Sign(secret, at, body));
    }

    private static string Sign(string secret, long at, string body) =>
        "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Invariant($"v0:{at}:{body}"))));

    public sealed class Fixture : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("ai-sre-slack-").FullName;
        private WebApplication app = null!;
        private HttpClient client = null!;

        public DateTimeOffset Clock => TimeProvider.System.GetUtcNow();

        public async ValueTask InitializeAsync()
        {
            var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
            builder.Configuration.AddInMemoryCollection(
            [
                new("AI_SRE_API_KEYS", "root=0123456789abcdef0123456789abcdef"), new("AI_SRE_DATA_DIR", folder),
                new("AI_SRE_SILO_PORT", $"{TestHost.FreePort.Next()}"), new("AI_SRE_GATEWAY_PORT", $"{TestHost.FreePort.Next()}"),
            ]);
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.AddAiSreSilo();
            builder.AddAiSreApi();
            builder.Services.AddSingleton<IDefinitions, TwoWorkspaces>();
            builder.Logging.ClearProviders();
            app = builder.Build();
            app.MapAiSreApi();
            await app.StartAsync();
            client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            // A workspace comes into being with its first alert, and what does not exist has no buttons.
            await OpenAsync("acme");
        }

        public async Task<HttpStatusCode> SendAsync(string body, long timestamp, string signature)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                "/integrations/slack/actions") { Content = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded") };
            request.Headers.Add("X-Slack-Request-Timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            if (signature.Length > 0) request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
            using var response = await client.SendAsync(request);
            return response.StatusCode;
        }

        public async Task<string> OpenAsync(string workspace)
        {
            var answer = await AskAsync(HttpMethod.Post, "/webhook", workspace, $$"""{"title":"Checkout fails","dedup_key":"{{Guid.NewGuid()}}"}""");
            return answer.GetProperty("incident_id").GetString()!;
        }

        public async Task<JsonElement> IncidentAsync(string workspace, string incident) =>
            (await AskAsync(HttpMethod.Get, $"/incidents/{incident}", workspace)).GetProperty("incident");

        public async Task<string> TimelineAsync(string workspace, string incident) =>
            (await AskAsync(HttpMethod.Get, $"/incidents/{incident}/timeline", workspace)).GetRawText();

        public async Task<JsonElement> AskAsync(HttpMethod method, string path, string workspace, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            request.Headers.Add("X-API-Key", "0123456789abcdef0123456789abcdef");
            request.Headers.Add("X-Workspace-Id", workspace);
            using var response = await client.SendAsync(request);
            response.EnsureSuccessStatusCode();
            return JsonElement.Parse(await response.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            client.Dispose();
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each with its own app.</summary>
    private sealed class TwoWorkspaces : IDefinitions
    {
        public ValueTask<WorkspaceDefinitions> OfAsync(string workspace) =>
            new(workspace is "acme" or "globex" ? With($"secret-of-{workspace}") : WorkspaceDefinitions.Empty);

        public ValueTask<WorkspaceDefinitions> AtAsync(string workspace, DateTimeOffset at) => OfAsync(workspace);

        private static WorkspaceDefinitions With(string secret) => WorkspaceDefinitions.Empty with
        {
            Channels = WorkspaceDefinitions.Empty.Channels.Add("slack", new SlackChannel { Name = "slack", SigningSecret = secret }),
        };
    }
}
