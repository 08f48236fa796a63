using System.Net;
using System.Text;
using System.Text.Json;
using AiSre.Api.Events;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary><c>GET /events</c> as a client sees it, with heartbeats and looks at the key that come soon.</summary>
public sealed class EventStreamTests(EventStreamTests.Fixture fixture) : IClassFixture<EventStreamTests.Fixture>
{
    private static readonly EventStreamOptions Quick = new()
    {
        Heartbeat = TimeSpan.FromMilliseconds(300),
        KeyCheck = TimeSpan.FromMilliseconds(100),
        Retry = TimeSpan.FromMilliseconds(1_500),
        // More than tests have open that come one after the other.
        StreamsOfAKey = 20,
    };

    private readonly EmbeddedHost host = fixture.Host;
    private readonly Guest guest = new(fixture.Host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_is_told_in_order_as_it_happens()
    {
        await guest.IncidentAsync(key: "before");
        await using var stream = await OpenAsync();
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", stream.Response.Headers.CacheControl!.ToString());
        Assert.Equal("no", stream.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("1500", (await stream.NextAsync()).Retry);

        var id = await guest.IncidentAsync();
        await guest.SendAsync($"/incidents/{id}/acknowledge", """{"note":"looking"}""");
        string[] expected = ["alert_received", "incident_created", "incident_acknowledged"];
        foreach (var type in expected)
        {
            var told = await stream.NextEventAsync(e => !e.StartsWith("escalation", StringComparison.Ordinal));
            Assert.Equal((type, type, "incident", id, guest.Workspace),
                (told.Event, told.Data.Text("type"), told.Data.Text("kind"), told.Data.Text("incident_id"), told.Data.Text("workspace_id")));
        }
        Assert.Equal("root", stream.Last!.Data.Text("actor"));
        Assert.EndsWith("Z", stream.Last.Data.Text("at"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_comes_back_goes_on_behind_the_last_event_that_he_saw(bool inTheQuery)
    {
        string seen;
        await using (var stream = await OpenAsync())
        {
            var first = await guest.IncidentAsync(key: "first");
            var told = await stream.NextEventAsync();
            Assert.Equal(("alert_received", first), (told.Event, told.Data.Text("incident_id")));
            seen = told.Id!;
        }
        var second = await guest.IncidentAsync(key: "second", title: "Disk full");
        await using var again = inTheQuery ? await OpenAsync(path: $"/events?last_event_id={seen}") : await OpenAsync(after: seen);
        Assert.Equal("incident_created", (await again.NextEventAsync()).Event);
        Assert.Equal(second, (await again.NextEventAsync(e => e == "alert_received")).Data.Text("incident_id"));
    }

    [Fact]
    public async Task A_workspace_hears_of_its_own_only()
    {
        await using var mine = await OpenAsync();
        await using var bound = await OpenAsync(key: EdgeHost.Acme, workspace: null);
        await using var all = await OpenAsync(workspace: null);
        await new Guest(host).IncidentAsync(key: "other");
        using var sent = await host.SendAsync(HttpMethod.Post, "/webhook", """{"title":"Mine","dedup_key":"mine"}""", null, EdgeHost.Acme);
        var id = await guest.IncidentAsync();
        Assert.Equal(id, (await mine.NextEventAsync()).Data.Text("incident_id"));
        Assert.Equal((await sent.JsonAsync()).Text("incident_id"), (await bound.NextEventAsync()).Data.Text("incident_id"));
        while ((await all.NextEventAsync()).Data.Text("incident_id") != id)
        {
        }
        using var foreign = await host.SendAsync(HttpMethod.Get, "/events?workspace_id=ws-other", key: EdgeHost.Acme);
        await foreign.ProblemAsync(403, "foreign_workspace");
        using var sender = await host.SendAsync(HttpMethod.Get, "/events", key: EdgeHost.Prom);
        await sender.ProblemAsync(403, "insufficient_role");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0-ffffff-0-ffffffffffff")]
    [InlineData("0-1-0-1")]
    public async Task A_position_that_is_unknown_or_too_old_tells_the_client_to_load_anew(string position)
    {
        await using var stream = await OpenAsync(after: position);
        var reset = await stream.NextEventAsync();
        Assert.Equal(("reset", "reset"), (reset.Event, reset.Data.Text("type")));
        var id = await guest.IncidentAsync();
        Assert.Equal(id, (await stream.NextEventAsync()).Data.Text("incident_id"));
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_lives_and_keeps_the_position_fresh()
    {
        await using var stream = await OpenAsync();
        await stream.NextAsync();
        var beat = await stream.NextAsync();
        Assert.Equal(("heartbeat", null), (beat.Comment, beat.Event));
        await guest.IncidentAsync();
        await using var again = await OpenAsync(after: beat.Id);
        Assert.Equal("alert_received", (await again.NextEventAsync()).Event);
    }

    [Fact]
    public async Task It_ends_when_its_key_is_withdrawn()
    {
        var path = $"/workspaces/{guest.Workspace}/keys";
        using var made = await host.SendAsync(HttpMethod.Post, path, """{"name":"guest","role":"viewer"}""");
        var key = await made.JsonAsync();
        await using var stream = await OpenAsync(key: key.Text("key")!);
        await using var other = await OpenAsync();
        await stream.NextAsync();
        using var withdrawn = await host.SendAsync(HttpMethod.Delete, $"{path}/{key.At("details").Text("id")}");
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        await stream.EndAsync();
        await guest.IncidentAsync();
        Assert.Equal("alert_received", (await other.NextEventAsync(e => e != "changed")).Event);
    }

    [Fact]
    public async Task A_key_may_have_so_many_and_a_closed_one_makes_room()
    {
        var streams = new List<EventReader>();
        for (var i = 0; i < Quick.StreamsOfAKey; i++) streams.Add(await OpenAsync(key: EdgeHost.Ops));
        using (var refused = await host.SendAsync(HttpMethod.Get, "/events", workspace: guest.Workspace, key: EdgeHost.Ops))
            await refused.ProblemAsync(429, "too_many_streams");
        await using (await OpenAsync(key: EdgeHost.Eyes)) await streams[0].DisposeAsync();
        await Poll.UntilAsync("its place to be free", async () =>
        {
            await using var again = await OpenAsync(key: EdgeHost.Ops);
            return again.Response.StatusCode is HttpStatusCode.OK;
        });
        foreach (var stream in streams) await stream.DisposeAsync();
    }

    [Fact]
    public async Task It_ends_cleanly_when_the_process_stops()
    {
        await using var ending = await EmbeddedHost.StartWithAsync(services => services.AddSingleton(Quick));
        await using var stream = await OpenAsync(ending, guest.Workspace);
        await stream.NextAsync();
        var stopping = ending.StopAsync();
        await stream.EndAsync();
        await stopping.WaitAsync(Poll.Patience, Cancel);
    }

    private Task<EventReader> OpenAsync(string? after = null, string key = EdgeHost.Root, string path = "/events") =>
        OpenAsync(guest.Workspace, after, key, path);

    private Task<EventReader> OpenAsync(string? workspace, string? after = null, string key = EdgeHost.Root, string path = "/events") =>
        OpenAsync(host, workspace, after, key, path);

    private static async Task<EventReader> OpenAsync(
        EmbeddedHost host, string? workspace, string? after = null, string key = EdgeHost.Root, string path = "/events")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Addresses[0], path));
        request.Headers.Add("X-API-Key", key);
        if (workspace is not null) request.Headers.Add("X-Workspace-Id", workspace);
        if (after is not null) request.Headers.Add("Last-Event-ID", after);
        return new EventReader(await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel));
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public EmbeddedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EmbeddedHost.StartWithAsync(services => services.AddSingleton(Quick));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    /// <summary>What a blank line ends.</summary>
    private sealed record Block(string? Id, string? Event, string? Retry, string? Comment, string? Text)
    {
        public JsonElement Data => JsonElement.Parse(Text!);
    }

    private sealed class EventReader(HttpResponseMessage response) : IAsyncDisposable
    {
        private StreamReader? reader;

        public HttpResponseMessage Response => response;
        public Block? Last { get; private set; }

        public async Task<Block> NextEventAsync(Func<string, bool>? wanted = null)
        {
            while (true)
            {
                var block = await NextAsync();
                if (block.Event is { } type && (wanted is null || wanted(type))) return Last = block;
            }
        }

        public async Task<Block> NextAsync() => await ReadAsync() ?? throw new EndOfStreamException($"The stream ended: {response.StatusCode}.");

        public async Task EndAsync()
        {
            while (await ReadAsync() is not null)
            {
            }
        }

        private async Task<Block?> ReadAsync()
        {
            reader ??= new StreamReader(await response.Content.ReadAsStreamAsync(Cancel), Encoding.UTF8);
            var fields = new Dictionary<string, string>();
            while (true)
            {
                var line = await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(Poll.Patience, Cancel);
                if (line is null) return null;
                if (line.Length == 0) return new(Of("id"), Of("event"), Of("retry"), Of(""), Of("data"));
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                fields[line[..colon]] = line[(colon + 1)..].TrimStart();
            }

            string? Of(string field) => fields.GetValueOrDefault(field);
        }

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
