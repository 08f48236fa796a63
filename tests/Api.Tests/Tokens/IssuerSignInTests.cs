using System.Net;
using AiSre.Api.Tests.EndToEnd;

namespace AiSre.Api.Tests.Tokens;

/// <summary>Signing in to the console at an issuer that runs and signs.</summary>
public sealed class IssuerSignInTests(IssuerSignInTests.Fixture fixture) : IClassFixture<IssuerSignInTests.Fixture>
{
    private readonly LoopbackIssuer issuer = fixture.Issuer;
    private readonly EmbeddedHost host = fixture.Host;

    [Fact]
    public async Task Whoever_the_issuer_vouches_for_is_signed_in_as_who_he_is()
    {
        using var browser = new Browser(host);
        var page = await browser.TextAsync("/console/sign-in?next=%2Fconsole%2Fws-acme%2Fsilences");
        Assert.Contains("Sign in at 127.0.0.1", page, StringComparison.Ordinal);
        var back = issuer.Approve(await browser.SetOutAsync("/console/ws-acme/silences"));
        var signedIn = await browser.TextAsync("/console/sign-in/callback" + back);
        Assert.Contains("/console/ws-acme/silences", signedIn, StringComparison.Ordinal);
        var first = await browser.TextAsync("/console/ws-acme/silences");
        Assert.Contains("dana", first, StringComparison.Ordinal);
        // His token names this workspace and no other.
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/console/ws-other/silences")).StatusCode);
    }

    [Fact]
    public async Task A_session_says_who_it_is_of_and_cannot_be_made_to_say_another()
    {
        using var browser = new Browser(host);
        await browser.TextAsync("/console/sign-in/callback" + issuer.Approve(await browser.SetOutAsync(), ("sre_role", "viewer")));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/ws-acme/incidents")).StatusCode);
        var session = browser.Cookie("ai_sre_session");
        var parts = session.Split('.');
        var person = System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0].AsSpan(1)));
        Assert.Contains("\"viewer\"", person, StringComparison.Ordinal);
        var raised = System.Buffers.Text.Base64Url.EncodeToString(
            System.Text.Encoding.UTF8.GetBytes(person.Replace("viewer", "admin", StringComparison.Ordinal)));
        browser.SetCookie("ai_sre_session", $"~{raised}.{string.Join('.', parts[1..])}");
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/console/ws-acme/incidents")).StatusCode);
        browser.SetCookie("ai_sre_session", session);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/console/ws-acme/incidents")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/console/ws-acme/audit")).StatusCode);
    }

    [Fact]
    public async Task What_another_browser_has_begun_signs_nobody_in()
    {
        using var attacker = new Browser(host);
        using var victim = new Browser(host);
        var back = issuer.Approve(await attacker.SetOutAsync());
        Assert.Contains("not begun here", await victim.TextAsync("/console/sign-in/callback" + back), StringComparison.Ordinal);
        await victim.SetOutAsync();
        Assert.Contains("not begun here", await victim.TextAsync("/console/sign-in/callback" + back), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await victim.GetAsync("/console/ws-acme/incidents")).StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_for_whoever_has_begun_and_once()
    {
        using var browser = new Browser(host);
        var back = issuer.Approve(await browser.SetOutAsync());
        Assert.Contains("Signed in", await browser.TextAsync("/console/sign-in/callback" + back), StringComparison.Ordinal);
        Assert.Contains("not begun here", await browser.TextAsync("/console/sign-in/callback" + back), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonce", "of another sign-in", "does not hold")]
    [InlineData("aud", "ai-sre", "does not hold")]
    [InlineData("iss", "https://evil.example", "does not hold")]
    [InlineData("exp", 1, "does not hold")]
    [InlineData("sre_role", null, "gives no role")]
    [InlineData("sre_workspace", "*", "names no workspace")]
    [InlineData("sre_role", "ingest", "may only send alerts")]
    public async Task A_token_that_does_not_do_signs_nobody_in(string claim, object? value, string said)
    {
        using var browser = new Browser(host);
        var back = issuer.Approve(await browser.SetOutAsync(), (claim, value));
        Assert.Contains(said, await browser.TextAsync("/console/sign-in/callback" + back), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync("/console/ws-acme/incidents")).StatusCode);
    }

    [Fact]
    public async Task Nobody_is_led_to_another_site_afterwards()
    {
        using var browser = new Browser(host);
        var back = issuer.Approve(await browser.SetOutAsync("https://evil.example/"));
        Assert.DoesNotContain("evil.example", await browser.TextAsync("/console/sign-in/callback" + back), StringComparison.Ordinal);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal LoopbackIssuer Issuer { get; private set; } = null!;

        public EmbeddedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Issuer = await LoopbackIssuer.StartAsync();
            Host = await EmbeddedHost.StartAloneAsync(settings:
            [
                ("AI_SRE_OIDC_AUTHORITY", Issuer.Address), ("AI_SRE_OIDC_AUDIENCE", LoopbackIssuer.Audience),
                ("AI_SRE_OIDC_CLIENT_ID", LoopbackIssuer.Client), ("AI_SRE_OIDC_CLIENT_SECRET", LoopbackIssuer.Secret),
            ]);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await Issuer.DisposeAsync();
        }
    }

    /// <summary>Keeps cookies and follows nothing by itself.</summary>
    private sealed class Browser : IDisposable
    {
        private readonly CookieContainer cookies = new();
        private readonly HttpClient client;

        public Browser(EmbeddedHost host) =>
            client = new(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = host.Addresses[0] };

        public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(path, UriKind.Relative));

        public async Task<string> TextAsync(string path) => WebUtility.HtmlDecode(await (await GetAsync(path)).Content.ReadAsStringAsync());

        /// <summary>Where the console sends it to sign in.</summary>
        public async Task<Uri> SetOutAsync(string next = "/console")
        {
            using var answer = await GetAsync($"/console/sign-in/issuer?next={Uri.EscapeDataString(next)}");
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            return answer.Headers.Location!;
        }

        public string Cookie(string name) => cookies.GetAllCookies().First(cookie => cookie.Name == name).Value;

        public void SetCookie(string name, string value) => cookies.Add(new Cookie(name, value, "/", client.BaseAddress!.Host));

        public void Dispose() => client.Dispose();
    }
}
