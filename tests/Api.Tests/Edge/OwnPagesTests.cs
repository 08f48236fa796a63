namespace AiSre.Api.Tests.Edge;

/// <summary>Where nobody needs a key, a page of somebody else must not act by a person's browser.</summary>
public sealed class OwnPagesTests(OwnPagesTests.Fixture fixture) : IClassFixture<OwnPagesTests.Fixture>
{
    private readonly EdgeHost host = fixture.Host;

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    public async Task What_another_sites_page_sends_is_refused(string header, string value)
    {
        await (await SendAsync(HttpMethod.Get, "/probe/who", (header, value))).ProblemAsync(403, "foreign_page");
        await (await SendAsync(HttpMethod.Post, "/probe/ingest", (header, value))).ProblemAsync(403, "foreign_page");
        await (await SendAsync(HttpMethod.Post, "/probe/echo", (header, value))).ProblemAsync(403, "foreign_page");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8888")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.1.7")]
    [InlineData("0.0.0.0")]
    public async Task A_name_that_is_none_of_this_machines_is_refused_because_it_may_be_rebound(string name) =>
        await (await SendAsync(HttpMethod.Get, "/probe/who", ("Host", name))).ProblemAsync(403, "foreign_host");

    [Theory]
    [InlineData("localhost")]
    [InlineData("sre.localhost:8888")]
    [InlineData("LOCALHOST.")]
    [InlineData("127.0.0.2")]
    [InlineData("[::1]:8888")]
    public async Task This_machines_own_names_are_answered(string name) =>
        Assert.Equal(200, (int)(await SendAsync(HttpMethod.Get, "/probe/who", ("Host", name))).StatusCode);

    [Fact]
    public async Task Whoever_is_no_browser_and_a_page_of_ours_are_answered()
    {
        Assert.Equal(200, (int)(await SendAsync(HttpMethod.Post, "/probe/ingest")).StatusCode);
        Assert.Equal(200, (int)(await SendAsync(HttpMethod.Post, "/probe/ingest", ("Sec-Fetch-Site", "same-origin"), ("Origin", Ours))).StatusCode);
        Assert.Equal(200, (int)(await SendAsync(HttpMethod.Get, "/probe/who", ("Sec-Fetch-Site", "none"))).StatusCode);
    }

    [Fact]
    public async Task A_link_that_a_person_follows_opens_a_page_and_sends_nothing()
    {
        (string, string)[] followed = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")];
        Assert.Equal(200, (int)(await SendAsync(HttpMethod.Get, "/probe/who", followed)).StatusCode);
        await (await SendAsync(HttpMethod.Post, "/probe/echo", followed)).ProblemAsync(403, "foreign_page");
        await (await SendAsync(HttpMethod.Get, "/heartbeats/nightly/beat", followed)).ProblemAsync(403, "foreign_page");
    }

    [Fact]
    public async Task Where_others_may_reach_it_any_name_is_answered_and_foreign_pages_are_not()
    {
        await using var open = await EdgeHost.StartAsync(keys: "", settings: ("AI_SRE_ALLOW_DEV_MODE", "true"));
        Assert.Equal(200, (int)(await open.GetAsync("/probe/who", null, ("Host", "sre.example.com"))).StatusCode);
        await (await open.GetAsync("/probe/who", null, ("Host", "sre.example.com"), ("Origin", "https://evil.example")))
            .ProblemAsync(403, "foreign_page");
    }

    [Fact]
    public async Task With_keys_neither_counts()
    {
        await using var keyed = await EdgeHost.StartAsync();
        Assert.Equal(200, (int)(await keyed.GetAsync("/probe/who", EdgeHost.Root, ("Host", "sre.example.com"))).StatusCode);
        Assert.Equal(200, (int)(await keyed.GetAsync("/probe/who", EdgeHost.Root, ("Origin", "https://tool.example"))).StatusCode);
    }

    private string Ours => host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post) request.Content = new StringContent("{}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await host.Client.SendAsync(request);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public EdgeHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EdgeHost.StartAsync(keys: "");

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
