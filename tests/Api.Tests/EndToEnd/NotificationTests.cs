using System.Globalization;
using System.Net;
using AiSre.Api.Tests.Edge;
using AiSre.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>
/// Who was told, and what could not be told. On a host of its own: what the outbox holds is put there beside the ledger, so that nobody sends it
/// meanwhile.
/// </summary>
public sealed class NotificationTests(NotificationTests.Fixture fixture) : IClassFixture<NotificationTests.Fixture>
{
    private readonly EmbeddedHost host = fixture.Host;
    private readonly Guest guest = new(fixture.Host), other = new(fixture.Host);

    [Fact]
    public async Task An_incident_shows_who_was_told_when_where_and_what_came_of_it()
    {
        var id = await guest.IncidentAsync();
        Assert.Equal(0, (await guest.GetAsync($"/incidents/{id}/notifications")).GetProperty("count").GetInt32());
        Put("one", id, status: 1);
        Put("another", "inc-0000000000000", status: 1);

        var answer = await guest.GetAsync($"/incidents/{id}/notifications");
        Assert.Equal((id, 1), (answer.Text("incident_id"), answer.GetProperty("count").GetInt32()));
        var told = answer.At("notifications", 0);
        Assert.Equal(("log", "default", "escalated", "level 2 of 3", "critical"),
            (told.Text("channel"), told.Text("address"), told.Text("kind"), told.Text("step"), told.Text("severity")));
        Assert.Equal(("sent", 3, "503", Instant(StoredMessages.CreatedAt.AddSeconds(1))),
            (told.Text("status"), told.GetProperty("attempts").GetInt32(), told.Text("error"), told.Text("done_at")));
        Assert.Equal((Instant(StoredMessages.CreatedAt), "dave", true, guest.Workspace),
            (told.Text("created_at"), told.At("recipients", 0).GetString(), told.GetProperty("is_page").GetBoolean(), told.Text("workspace_id")));
    }

    [Fact]
    public async Task Nobody_sees_who_was_told_of_an_incident_that_is_not_his()
    {
        var id = await guest.IncidentAsync();
        using var answer = await host.SendAsync(HttpMethod.Get, $"/incidents/{id}/notifications", null, null, EdgeHost.Acme);
        await answer.ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task What_was_given_up_is_listed_newest_first_page_by_page_and_each_sees_his_own()
    {
        Put("a", "inc-1");
        Put("b", "inc-1");
        Put("c", "inc-1");
        Put("foreign", "inc-1", workspace: other.Workspace);
        var first = await guest.GetAsync("/notifications/dead-letter?limit=2");
        Assert.Equal(["c", "b"], Titles(first));
        var second = await guest.GetAsync($"/notifications/dead-letter?limit=2&cursor={first.Text("next_cursor")}");
        Assert.Equal(["a"], Titles(second));
        Assert.Null(second.Text("next_cursor"));

        using var all = await host.SendAsync(HttpMethod.Get, "/notifications/dead-letter", null, null, EdgeHost.Eyes);
        Assert.Equal(["foreign", "c", "b", "a"], Titles(await all.JsonAsync()).Take(4));
        using var bound = await host.SendAsync(HttpMethod.Get, "/notifications/dead-letter?workspace_id=ws-other", null, null, EdgeHost.Acme);
        await bound.ProblemAsync(403, "foreign_workspace");
    }

    [Fact]
    public async Task What_was_given_up_can_be_sent_again_one_message_or_all_of_a_workspace()
    {
        var seq = Put("a", "inc-1");
        Put("b", "inc-1");
        Put("c", "inc-1");
        Put("foreign", "inc-1", workspace: other.Workspace);
        Assert.Equal(1, (await guest.SendAsync("/notifications/dead-letter/replay", $$"""{"seq":{{seq}}}""")).GetProperty("replayed").GetInt32());
        Assert.Equal(["c", "b"], Titles(await guest.GetAsync("/notifications/dead-letter")));
        using var again = await guest.PostAsync("/notifications/dead-letter/replay", $$"""{"seq":{{seq}}}""");
        await again.ProblemAsync(404, "not_found");

        Assert.Equal(2, (await guest.SendAsync("/notifications/dead-letter/replay", "")).GetProperty("replayed").GetInt32());
        Assert.Empty(Titles(await guest.GetAsync("/notifications/dead-letter")));
        Assert.Equal(["foreign"], Titles(await other.GetAsync("/notifications/dead-letter")));
    }

    [Fact]
    public async Task Only_who_may_act_makes_it_be_sent_again_and_only_in_his_workspace()
    {
        var seq = Put("a", "inc-1");
        using var viewer = await host.SendAsync(HttpMethod.Post, "/notifications/dead-letter/replay", "{}", guest.Workspace, EdgeHost.Eyes);
        await viewer.ProblemAsync(403, "insufficient_role");
        using var stranger = await host.SendAsync(HttpMethod.Post, "/notifications/dead-letter/replay", $$"""{"seq":{{seq}}}""", null, EdgeHost.Acme);
        await stranger.ProblemAsync(404, "not_found");
        using var anywhere = await host.SendAsync(HttpMethod.Post, "/notifications/dead-letter/replay", $$"""{"seq":{{seq}}}""", null, EdgeHost.Ops);
        Assert.Equal(HttpStatusCode.OK, anywhere.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/notifications/dead-letter?limit=0", null, "query.limit")]
    [InlineData("GET", "/notifications/dead-letter?cursor=nonsense", null, "query.cursor")]
    [InlineData("GET", "/notifications/dead-letter?cursor=0", null, "query.cursor")]
    [InlineData("POST", "/notifications/dead-letter/replay", """{"seq":0}""", "body.seq")]
    [InlineData("POST", "/notifications/dead-letter/replay", """{"seq":"one"}""", "body.seq")]
    public async Task What_is_wrong_is_422_and_is_named(string method, string path, string? body, string loc)
    {
        using var answer = await host.SendAsync(new HttpMethod(method), path, body);
        Assert.Equal(loc, (await answer.ProblemAsync(422, "validation_error")).Loc());
    }

    private static List<string?> Titles(System.Text.Json.JsonElement answer) =>
        [.. answer.GetProperty("notifications").EnumerateArray().Select(item => item.Text("title"))];

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private long Put(string title, string incident, int status = 2, string? workspace = null) =>
        StoredMessages.Put(host.Services.GetRequiredService<SqliteFiles>().LedgerPath, workspace ?? guest.Workspace, title, incident, status);

    public sealed class Fixture : IAsyncLifetime
    {
        public EmbeddedHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await EmbeddedHost.StartAloneAsync();

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
