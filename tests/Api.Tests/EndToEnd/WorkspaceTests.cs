using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.TestHost;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Workspaces over HTTP: who may do what to which, and what they are then.</summary>
[Collection(OnSharedHost.Name)]
public sealed class WorkspaceTests(SharedHost shared)
{
    private const string Zoo = "ws-zoo";

    private readonly EmbeddedHost host = shared.Host;
    private readonly Guest guest = new(shared.Host);

    private string Own => $"/workspaces/{guest.Workspace}";

    [Fact]
    public async Task One_that_is_created_is_shown_with_the_quotas_in_force()
    {
        var body = $$$"""{"id":"{{{guest.Workspace}}}","name":"Acme","quotas":{"channels":3},"retention":{"incident_days":30}}""";
        using var created = await SendAsync(HttpMethod.Post, "/workspaces", body);
        Assert.Equal((HttpStatusCode.Created, Own), (created.StatusCode, created.Headers.Location?.ToString()));
        using var again = await SendAsync(HttpMethod.Post, "/workspaces", body);
        await again.ProblemAsync(409, "workspace_exists");

        var shown = await GetAsync(Own);
        Assert.Equal((await created.JsonAsync()).ToString(), shown.ToString());
        Assert.Equal((guest.Workspace, "Acme", "active"), (shown.Text("id"), shown.Text("name"), shown.Text("status")));
        Assert.Equal((3, 6_000, 30), (Number(shown, "quotas", "channels"), Number(shown, "quotas", "deliveries_per_minute"),
            Number(shown, "retention", "incident_days")));
        Assert.Equal(JsonValueKind.Null, shown.At("own_quotas", "deliveries_per_minute").ValueKind);

        using var changed = await SendAsync(HttpMethod.Patch, Own, """{"name":"Acme 2","quotas":{"stored_incidents":5}}""");
        var after = await changed.JsonAsync();
        Assert.Equal(("Acme 2", 5, 200, 30), (after.Text("name"), Number(after, "quotas", "stored_incidents"),
            Number(after, "quotas", "model_calls_per_day"), Number(after, "retention", "incident_days")));
        // They take the place of all of them.
        Assert.Equal(JsonValueKind.Null, after.At("quotas", "channels").ValueKind);
        var actions = (await guest.GetAsync("/audit")).GetProperty("entries").EnumerateArray().Select(entry => entry.Text("action"));
        Assert.Equal(["workspace_changed", "workspace_renamed", "workspace_changed", "workspace_created"], actions);
    }

    [Theory]
    [InlineData("""{"id":"no/slash"}""", "id")]
    [InlineData("""{"id":"ok","name":""}""", "name")]
    [InlineData("""{"id":"ok","quotas":{"alerts_per_minute":0}}""", "alerts_per_minute")]
    [InlineData("""{"id":"ok","retention":{"audit_days":399}}""", "audit_days")]
    [InlineData("""{"id":"ok","colour":"red"}""", "colour")]
    [InlineData("""{"id":"ok","quotas":{"colour":1}}""", "colour")]
    [InlineData("{}", "id")]
    public async Task What_makes_no_sense_is_refused_by_name(string body, string field)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/workspaces", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_listed_page_by_page_to_the_platform_and_one_by_one_to_their_own()
    {
        await guest.IncidentAsync();
        await EnsureZooAsync();
        var all = new List<string?>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"/workspaces?limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            all.AddRange(page.GetProperty("workspaces").EnumerateArray().Select(item => item.Text("id")));
            cursor = page.Text("next_cursor");
        }
        Assert.Contains(guest.Workspace, all);
        Assert.Contains("default", all);
        Assert.Equal(all.Count, all.Distinct().Count());
        var own = await GetAsync("/workspaces", EdgeHost.Zoe);
        Assert.Equal([Zoo], own.GetProperty("workspaces").EnumerateArray().Select(item => item.Text("id")));
        using var wrong = await SendAsync(HttpMethod.Get, "/workspaces?cursor=no%2Fcursor");
        await wrong.ProblemAsync(422, "validation_error");
    }

    [Fact]
    public async Task A_foreign_one_and_one_that_is_not_there_are_the_same_to_a_bound_key()
    {
        await guest.IncidentAsync();
        await EnsureZooAsync();
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Get, "", null), (HttpMethod.Get, "/usage", null), (HttpMethod.Patch, "", """{"name":"x"}"""),
            (HttpMethod.Post, "/suspend", """{"reason":"x"}"""), (HttpMethod.Post, "/resume", null), (HttpMethod.Delete, "", (string?)null),
        })
        {
            using var foreign = await SendAsync(method, Own + path, body, EdgeHost.Zoe);
            using var absent = await SendAsync(method, $"/workspaces/ws-nowhere{path}", body, EdgeHost.Zoe);
            var (one, other) = (await foreign.ProblemAsync(404, "workspace_not_found"), await absent.ProblemAsync(404, "workspace_not_found"));
            Assert.Equal(one.Text("detail")!.Replace(guest.Workspace, "?", StringComparison.Ordinal),
                other.Text("detail")!.Replace("ws-nowhere", "?", StringComparison.Ordinal));
        }
        Assert.Equal("active", (await GetAsync(Own)).Text("status"));
    }

    [Fact]
    public async Task An_admin_of_a_workspace_changes_its_name_and_nothing_that_is_the_platforms()
    {
        await EnsureZooAsync();
        using var named = await SendAsync(HttpMethod.Patch, $"/workspaces/{Zoo}", """{"name":"Zoo","retention":{"message_days":5}}""", EdgeHost.Zoe);
        Assert.Equal("Zoo", (await named.JsonAsync()).Text("name"));
        using var back = await SendAsync(HttpMethod.Patch, $"/workspaces/{Zoo}", """{"retention":{}}""", EdgeHost.Zoe);
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Patch, "", """{"quotas":{}}"""), (HttpMethod.Post, "/suspend", """{"reason":"x"}"""), (HttpMethod.Post, "/resume", null),
            (HttpMethod.Delete, $"?confirm={Zoo}", (string?)null),
        })
        {
            using var answer = await SendAsync(method, $"/workspaces/{Zoo}{path}", body, EdgeHost.Zoe);
            await answer.ProblemAsync(403, "forbidden");
        }
        using var create = await SendAsync(HttpMethod.Post, "/workspaces", """{"id":"ws-more"}""", EdgeHost.Zoe);
        await create.ProblemAsync(403, "forbidden");
        using var role = await SendAsync(HttpMethod.Post, "/workspaces", """{"id":"ws-more"}""", EdgeHost.Ops);
        await role.ProblemAsync(403, "insufficient_role");
    }

    [Fact]
    public async Task A_suspended_one_is_read_and_takes_nothing_in_until_it_is_resumed()
    {
        var id = await guest.IncidentAsync("High CPU", "k1");
        using var suspended = await SendAsync(HttpMethod.Post, $"{Own}/suspend", """{"reason":"The contract has ended."}""");
        var shown = await suspended.JsonAsync();
        Assert.Equal(("suspended", "The contract has ended."), (shown.Text("status"), shown.Text("reason")));
        // What comes in until then is a repeat.
        await EverywhereAsync("deliveries are refused", async () =>
        {
            using var answer = await guest.PostAsync("/webhook", """{"title":"High CPU","dedup_key":"k1"}""");
            // An API that has never seen the workspace asks its grain, which refuses before this API knows of it, and gives no reason.
            return answer.StatusCode is HttpStatusCode.Forbidden
                && (await answer.Content.ReadAsStringAsync()).Contains("The contract has ended", StringComparison.Ordinal);
        });
        foreach (var (path, body) in new[]
        {
            ("/webhook", """{"title":"High load","dedup_key":"k2"}"""), ("/webhook/deploy", """{"service":"payments"}"""),
            ($"/incidents/{id}/acknowledge", "{}"), ("/silences", "{}"), ("/actions/execute", "{}"), ("/autonomy/run", ""), ("/heartbeats/x", ""),
        })
        {
            using var answer = await guest.PostAsync(path, body);
            var detail = (await answer.ProblemAsync(403, "workspace_suspended")).Text("detail")!;
            Assert.Contains("The contract has ended", detail, StringComparison.Ordinal);
        }
        // Who names the incident and not its workspace.
        using var unnamed = await SendAsync(HttpMethod.Post, $"/incidents/{id}/acknowledge", "{}");
        await unnamed.ProblemAsync(403, "workspace_suspended");
        Assert.Equal("open", (await guest.GetAsync($"/incidents/{id}")).At("incident").Text("state"));
        Assert.Equal([id], await guest.IdsAsync());
        using var named = await SendAsync(HttpMethod.Patch, Own, """{"name":"Still here"}""");
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);

        using var resumed = await SendAsync(HttpMethod.Post, $"{Own}/resume");
        Assert.Equal("active", (await resumed.JsonAsync()).Text("status"));
        await EverywhereAsync("it takes alerts again", async () =>
        {
            using var answer = await guest.PostAsync("/webhook", """{"title":"High load","dedup_key":"k2"}""");
            return answer.StatusCode is HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_deleted_one_is_there_for_nobody_and_in_the_end_not_even_for_the_platform()
    {
        var id = await guest.IncidentAsync();
        using var unconfirmed = await SendAsync(HttpMethod.Delete, Own);
        await unconfirmed.ProblemAsync(422, "validation_error");
        using var mistaken = await SendAsync(HttpMethod.Delete, $"{Own}?confirm=other");
        await mistaken.ProblemAsync(422, "validation_error");
        Assert.Equal([id], await guest.IdsAsync());

        using var deleted = await SendAsync(HttpMethod.Delete, $"{Own}?confirm={guest.Workspace}");
        Assert.Equal((HttpStatusCode.Accepted, "deleting"), (deleted.StatusCode, (await deleted.JsonAsync()).Text("status")));
        await EverywhereAsync("it is there for nobody", async () =>
        {
            using var answer = await guest.AskAsync("/incidents");
            return answer.StatusCode is HttpStatusCode.NotFound;
        });
        foreach (var path in new[] { $"/incidents/{id}", "/incidents", "/audit", "/definitions" })
        {
            using var answer = await guest.AskAsync(path);
            await answer.ProblemAsync(404, "workspace_not_found");
        }
        using var sent = await guest.PostAsync("/webhook", """{"title":"Late","dedup_key":"late"}""");
        await sent.ProblemAsync(404, "workspace_not_found");
        await Poll.UntilAsync("nothing is left", async () =>
        {
            using var answer = await SendAsync(HttpMethod.Get, $"{Own}/usage");
            if (answer.StatusCode is HttpStatusCode.OK)
                Assert.Equal(JsonValueKind.Number, (await answer.JsonAsync()).GetProperty("rows_left").ValueKind);
            return answer.StatusCode is HttpStatusCode.NotFound;
        });
        using var again = await SendAsync(HttpMethod.Post, "/workspaces", $$"""{"id":"{{guest.Workspace}}"}""");
        await again.ProblemAsync(409, "workspace_deleted");
        using var late = await guest.PostAsync("/webhook", """{"title":"Later","dedup_key":"later"}""");
        await late.ProblemAsync(404, "workspace_not_found");
        // It leaves the list first, and then it is noted that nothing is left.
        List<string> audit = [];
        await Poll.UntilAsync("both rows of the audit", async () => (audit = [.. (await GetAsync("/audit?scope=platform&limit=500"))
            .GetProperty("entries").EnumerateArray().Where(entry => entry.Text("subject") == guest.Workspace)
            .Select(entry => $"{entry.Text("actor")} {entry.Text("action")}")]).Count > 1);
        Assert.Equal(["system workspace_erased", "root workspace_deleted"], audit);
    }

    [Theory]
    [InlineData("POST", "/suspend", """{"reason":"x"}""")]
    [InlineData("DELETE", "?confirm=default", null)]
    public async Task The_default_one_stays(string method, string path, string? body)
    {
        using var answer = await SendAsync(new(method), $"/workspaces/default{path}", body);
        await answer.ProblemAsync(409, "default_workspace");
    }

    [Fact]
    public async Task Usage_counts_what_there_is()
    {
        await guest.IncidentAsync();
        var usage = await GetAsync($"{Own}/usage");
        Assert.Equal((1, 1), (usage.GetProperty("incidents").GetInt32(), usage.GetProperty("open_incidents").GetInt32()));
        Assert.Equal(JsonValueKind.Null, usage.GetProperty("rows_left").ValueKind);
    }

    private async Task EnsureZooAsync()
    {
        using var sent = await SendAsync(HttpMethod.Post, "/webhook", """{"title":"A lion is loose","dedup_key":"lion"}""", EdgeHost.Zoe);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
    }

    private async Task<JsonElement> GetAsync(string path, string key = EdgeHost.Root)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string key = EdgeHost.Root) =>
        host.SendAsync(method, path, body, null, key);

    /// <summary>Once all processes, which are asked in turn, say the same.</summary>
    private Task EverywhereAsync(string what, Func<Task<bool>> isSo)
    {
        var same = 0;
        return Poll.UntilAsync(what, async () => (same = await isSo() ? same + 1 : 0) >= host.Addresses.Count);
    }

    private static int Number(JsonElement shown, string part, string name) => shown.At(part, name).GetInt32();
}
