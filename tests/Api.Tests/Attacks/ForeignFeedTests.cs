using System.Net;
using System.Text;
using AiSre.Api.Events;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Attacks;

/// <summary>Streams that last: what another workspace does is not in them, wherever they are told to begin, and a key that ends, ends them.</summary>
public sealed class ForeignFeedTests(ForeignFeedTests.Fixture fixture) : IClassFixture<ForeignFeedTests.Fixture>
{
    private static readonly EventStreamOptions Quick = new()
    {
        Heartbeat = TimeSpan.FromMilliseconds(300), KeyCheck = TimeSpan.FromMilliseconds(100), StreamsOfAKey = 20,
    };

    private readonly EmbeddedHost host = fixture.Host;
    private readonly Guest other = new(fixture.Host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_position_of_another_workspace_begins_no_feed_of_it()
    {
        await using var theirs = await OpenAsync("/events", EdgeHost.Root, other.Workspace);
        var foreign = await other.IncidentAsync("Their outage", "theirs");
        var position = await theirs.UntilAsync(foreign);
        foreach (var after in (string[])[position, "0-0-0-0", position[..^1] + "0"])
        {
            await using var mine = await OpenAsync($"/events?last_event_id={Uri.EscapeDataString(after)}", EdgeHost.Acme, null);
            var again = await other.IncidentAsync("Their second outage", $"theirs-{after}");
            using var sent = await host.SendAsync(
                HttpMethod.Post, "/webhook", $$"""{"title":"Mine","dedup_key":"mine-{{after}}"}""", null, EdgeHost.Acme);
            await mine.UntilAsync((await sent.JsonAsync()).Text("incident_id")!);
            Assert.DoesNotContain(foreign, mine.Heard, StringComparison.Ordinal);
            Assert.DoesNotContain(again, mine.Heard, StringComparison.Ordinal);
            Assert.DoesNotContain(other.Workspace, mine.Heard, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_hears_of_its_own_workspace_only()
    {
        var cookie = await SignInAsync(EdgeHost.Acme, "ws-acme");
        await using var mine = await OpenAsync("/console/ws-acme/live", null, null, cookie);
        using var refused = await SendAsync($"/console/{other.Workspace}/live", null, null, cookie);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var foreign = await other.IncidentAsync("Their outage", "page");
        using var sent = await host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"Mine","dedup_key":"page"}""", null, EdgeHost.Acme);
        // What came at about the time at which it was opened may be told as "everything".
        await mine.UntilAsync((await sent.JsonAsync()).Text("incident_id")!, "data: *");
        Assert.DoesNotContain(foreign, mine.Heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/console/ws-acme/live")]
    public async Task A_key_that_is_withdrawn_ends_what_it_had_opened(string path)
    {
        var keys = new KeyHolder(host, "ws-acme");
        var (key, id) = await keys.MakeAsync("\"role\":\"viewer\"");
        var isPage = path != "/events";
        var cookie = isPage ? await SignInAsync(key, "ws-acme") : null;
        await using var stream = await OpenAsync(path, isPage ? null : key, null, cookie);
        await keys.RevokeAsync(id);
        await stream.EndAsync();
        using var again = await SendAsync(path, isPage ? null : key, null, cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    private async Task<string> SignInAsync(string key, string workspace)
    {
        using var entered = await host.Client.PostAsync(
            "/console/sign-in", new FormUrlEncodedContent([new("key", key), new("next", $"/console/{workspace}/incidents")]), Cancel);
        return entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? key, string? workspace, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Addresses[0], path));
        request.Headers.Add("Accept", "text/event-stream");
        if (key is not null) request.Headers.Add("X-API-Key", key);
        if (workspace is not null) request.Headers.Add("X-Workspace-Id", workspace);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private async Task<Feed> OpenAsync(string path, string? key, string? workspace, string? cookie = null)
    {
        var answer = await SendAsync(path, key, workspace, cookie);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new(answer);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public EmbeddedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EmbeddedHost.StartWithAsync(services => services.AddSingleton(Quick));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    /// <summary>A stream, and all that was heard of it.</summary>
    private sealed class Feed(HttpResponseMessage answer) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly StringBuilder heard = new();
        private StreamReader? reader;

        public string Heard => heard.ToString();

        /// <summary>Reads until a line has one of the words.</summary>
        /// <returns>The position that stood before.</returns>
        public async Task<string> UntilAsync(params string[] words)
        {
            var position = "";
            while (await LineAsync() is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) position = line[4..];
                if (words.Any(word => line.Contains(word, StringComparison.Ordinal))) return position;
            }
            throw new EndOfStreamException(Heard);
        }

        /// <summary>Reads to the end, which comes although it is told all the time that the stream lives.</summary>
        public async Task EndAsync()
        {
            async Task ReadAsync()
            {
                while (await LineAsync() is not null)
                {
                }
            }

            await ReadAsync().WaitAsync(Patience, Cancel);
        }

        private async Task<string?> LineAsync()
        {
            reader ??= new(await answer.Content.ReadAsStreamAsync(Cancel), Encoding.UTF8);
            var line = await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Patience, Cancel);
            if (line is not null) heard.AppendLine(line);
            return line;
        }

        public ValueTask DisposeAsync()
        {
            answer.Dispose();
            return default;
        }
    }
}
