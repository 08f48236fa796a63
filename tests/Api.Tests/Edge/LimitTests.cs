using System.Net;

namespace AiSre.Api.Tests.Edge;

public sealed class LimitTests(RoleAndWorkspaceTests.Fixture fixture) : IClassFixture<RoleAndWorkspaceTests.Fixture>
{
    private const int Mebi = 1 << 20;
    private readonly EdgeHost host = fixture.Host;

    // The server counts the framing of chunks too, hence the slack where a chunked body must pass.
    [Theory]
    [InlineData("/probe/raw", Mebi, false, 200)]
    [InlineData("/probe/raw", Mebi + 1, false, 413)]
    [InlineData("/probe/raw", Mebi + 1, true, 413)]
    [InlineData("/probe/ingest", 5 * Mebi, false, 200)]
    [InlineData("/probe/ingest", (5 * Mebi) - (1 << 17), true, 200)]
    [InlineData("/probe/ingest", (5 * Mebi) + 1, false, 413)]
    [InlineData("/probe/ingest", (5 * Mebi) + 1, true, 413)]
    public async Task A_body_over_the_limit_of_its_endpoint_is_413(string path, int bytes, bool chunked, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.Add("X-API-Key", EdgeHost.Root);
        request.Headers.TransferEncodingChunked = chunked;
        // Asks first, so that a refusal is read instead of a broken pipe.
        request.Headers.ExpectContinue = true;
        using var answer = await this.host.Client.SendAsync(request);
        if (status == 413) await answer.ProblemAsync(413, "payload_too_large");
        else Assert.Equal(status, (int)answer.StatusCode);
        // What is left of the body stays unread, so the sender must know that this connection carries no other request.
        Assert.Equal(status == 413, answer.Headers.ConnectionClose is true);
    }

    [Fact]
    public async Task Headers_over_32_KiB_are_431()
    {
        using var answer = await this.host.GetAsync("/health/live", null, ("X-Big", new string('x', 33 << 10)));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_503()
    {
        await using var host = await EdgeHost.StartAsync(settings: ("AI_SRE_REQUEST_TIMEOUT_SECONDS", "1"));
        await (await host.GetAsync("/probe/slow", EdgeHost.Eyes)).ProblemAsync(503, "timeout");
    }

    [Fact]
    public async Task A_page_gets_a_content_policy_and_a_browser_is_asked_for_the_key()
    {
        using var page = await this.host.GetAsync("/probe/page", EdgeHost.Eyes);
        Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"));
        using var refused = await this.host.GetAsync("/probe/page");
        Assert.Contains("Basic", refused.Header("WWW-Authenticate"));
        using var json = await this.host.GetAsync("/probe/who", EdgeHost.Eyes);
        Assert.Null(json.Header("Content-Security-Policy"));
        Assert.Null(json.Header("Server"));
    }
}
