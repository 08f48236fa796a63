using System.Globalization;
using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Api.Tests.Isolation;
using AiSre.Grains.Alerts;

namespace AiSre.Api.Tests.Attacks;

/// <summary>
/// Markup in every text that somebody can store, and then every page and every answer: pages are found and not listed. What a page shows of it is
/// text. (Mails and chats: HostileTextTests; calendars: CalendarTests.)
/// </summary>
[Collection(OnSharedHost.Name)]
public sealed class StoredTextTests(SharedHost shared)
{
    private const string Address = "javascript:alert(1)";

    private readonly Guest guest = new(shared.Host);
    private readonly Dictionary<string, string> things = [];
    private readonly HashSet<string> fields = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_strangers_write_is_text_on_every_page_and_JSON_in_every_answer()
    {
        await StoreAsync();
        var named = new Belongings(things, new Dictionary<string, string>
        {
            ["documentName"] = "v1", ["source"] = "grafana", ["path"] = "nowhere", ["message"] = "1", ["override"] = "ovr-0000000000000",
            ["approval"] = "apr-0000000000000", ["action"] = "act-0000000000000", ["key"] = "key-0000000000000", ["runbook"] = "oom-recovery",
            ["version"] = "x",
            ["name"] = "x", ["identifier"] = "x",
        });
        using var visitor = await ConsoleVisitor.SignInAsync(shared.Host, guest.Workspace, EdgeHost.Root);
        var shown = new HashSet<string>();
        var routes = MappedRoute.Of(shared.Host).Where(route => route.Method is "GET" && !route.IsOpen && !IsStream(route)).ToList();
        foreach (var route in routes)
        {
            var path = route.Fill(hole => Uri.EscapeDataString(named[Belongings.NameOf(route.Pattern, hole)]));
            if (route.IsPage) await LookAsync(visitor, route, path, shown);
            else await AskAsync(route, path);
        }
        foreach (var tab in (string[])["/silences?state=pending", "/incidents?state=all&q=x-title", "/definitions?from=1&to=2", "/services?days=30"])
            await LookAsync(visitor, routes.First(route => route.IsPage), $"/console/{guest.Workspace}{tab}", shown);
        // Else a page that shows nothing would show nothing dangerous.
        var unseen = fields.Except(shown).ToList();
        Assert.True(unseen.Count <= fields.Count / 3, $"No page shows {string.Join(", ", unseen)}.");
    }

    private async Task LookAsync(ConsoleVisitor visitor, MappedRoute route, string path, HashSet<string> shown)
    {
        var prefix = $"/console/{guest.Workspace}";
        if (!path.StartsWith(prefix, StringComparison.Ordinal)) return;
        await visitor.GoAsync(path[prefix.Length..]);
        var html = visitor.Html;
        Assert.True((int)visitor.Status < 500, $"{path}: {visitor.Status}");
        if (path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal)) return;
        foreach (var field in fields)
        {
            Assert.False(html.Contains($"<x-{field}", StringComparison.OrdinalIgnoreCase), $"{route.Name} shows the {field} as markup.");
            Assert.False(
                html.Contains($"\"' onfocus={field}", StringComparison.OrdinalIgnoreCase), $"{route.Name} lets the {field} leave its attribute.");
            if (WebUtility.HtmlDecode(html).Contains($"<x-{field}", StringComparison.OrdinalIgnoreCase)) shown.Add(field);
        }
        Assert.DoesNotContain($"href=\"{Address}", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain($"src=\"{Address}", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        Assert.DoesNotMatch("""<[a-z][^<>"]*\son[a-z]+=""", html);
    }

    private async Task AskAsync(MappedRoute route, string path)
    {
        if (route.Pattern is "/notifications/escalation") path += $"?service={Uri.EscapeDataString(Text("service"))}";
        using var answer = await guest.AskAsync(path);
        var type = answer.Content.Headers.ContentType?.MediaType;
        Assert.True((int)answer.StatusCode < 500, $"{route.Name}: {answer.StatusCode}");
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        if (!fields.Any(field => text.Contains($"x-{field} onerror", StringComparison.Ordinal))) return;
        Assert.True(
            type is "application/json" or "application/problem+json" or "application/x-ndjson" or "text/csv" or "text/calendar",
            $"{route.Name} answers with {type}.");
    }

    /// <summary>A text for a field, made so that it is found.</summary>
    private string Text(string field)
    {
        fields.Add(field);
        return $"<x-{field} onerror=alert(1)>\"' onfocus={field} </script> {Address}";
    }

    /// <summary>A colon is for names that the platform gives.</summary>
    private string Name(string field) => Text(field).Replace(":", "", StringComparison.Ordinal);

    private async Task StoreAsync()
    {
        things["workspace"] = guest.Workspace;
        await PutAsync("/definitions", JsonSerializer.Serialize(new
        {
            users = new { dave = new { email = "dave@shop.example" } },
            teams = new { pay = new { services = new[] { "till" }, layers = new[] { new { members = new[] { "dave" } } } } },
            workflows = new
            {
                ask = new
                {
                    name = Text("workflow"), description = Text("workflow-text"),
                    steps = new[] { new { id = "ok", type = "approval", message = Text("gate") } },
                },
            },
        }));
        (things["team"], things["person"], things["workflow"], things["service"]) = ("pay", "dave", "ask", Text("service"));
        var alert = new
        {
            title = Text("title"), description = Text("description"), service = Text("service"), @namespace = Text("namespace"), pod = Text("pod"),
            deployment = Text("deployment"), node = Text("node"), cluster = Text("cluster"), severity = "critical", dedup_key = Text("dedup"),
            labels = new Dictionary<string, string> { ["x-label"] = Text("label"), [Text("label-name")] = "x" },
            links = new object[] { new { text = Text("link"), url = Address }, new { text = Text("link2"), url = "https://shop.example/" } },
            url = Address,
        };
        var incident = (await SendAsync("/webhook", alert)).Text("incident_id")!;
        things["incident"] = incident;
        await SendAsync("/webhook/deploy", new
        {
            service = Text("service"), actor = Text("deployer"), version = Text("version"), image = Text("image"), environment = Text("environment"),
            commit_sha = Text("commit"), deploy_id = "deploy-1",
        });
        await SendAsync($"/incidents/{incident}/notes", new { text = Text("note"), actor = "dave" });
        await guest.AskAsync($"/incidents/{incident}/diagnosis");
        await SendAsync($"/incidents/{incident}/diagnosis/feedback", new { correct = false, root_cause = Text("cause"), actor = Name("judge") });
        await SendAsync($"/incidents/{incident}/resolve", new { resolution = Text("resolution"), actor = "dave" });
        await SendAsync("/webhook", alert with { title = Text("title2"), dedup_key = Text("dedup2") });
        things["silence"] = (await SendAsync("/silences", new
        {
            matchers = new[] { new { name = "service", value = Text("matcher") } }, comment = Text("comment"), author = Name("author"),
            ends_at = In(2),
        })).Text("silence_id")!;
        await PostAsync("/oncall/overrides", new
        {
            team = "pay", user = "dave", from = "2090-01-14T18:00", to = "2090-01-15T09:00", reason = Text("reason"),
        });
        await SendAsync("/slo", new
        {
            name = "till", service = Text("slo-service"), target = 0.99, description = Text("promise"), source = new { type = "events" },
        });
        things["slo"] = "till";
        await SendAsync("/slo/till/events", new { good = 990, total = 1000 });
        await PostAsync("/slo/till/corrections", new { from = In(-2), until = In(-1), reason = Text("correction") });
        things["correction"] = "cor-0000000000000";
        await PutAsync("/heartbeats/nightly", JsonSerializer.Serialize(new { interval_seconds = 600, service = Text("beater") }));
        things["heartbeat"] = "nightly";
        await SendAsync("/autonomy/kill-switch", new { enabled = true, reason = Text("stop") });
        things["run"] = (await SendAsync("/workflows/ask/execute", new { dry_run = true })).Text("run_id")!;
        var letters = (await shared.Host.GrainsAsync()).GetGrain<IDeadLetters>(0);
        Assert.True(await letters.KeepAsync(new DeadLetter(
            0, guest.Workspace, "webhook", JsonSerializer.Serialize(new { title = Text("lost") }), Text("error"), DateTimeOffset.UtcNow)));
        things["deadLetter"] = "1";
    }

    private static bool IsStream(MappedRoute route) => route.Pattern is "/events" or "/console/{workspace}/live" or "/dashboard/{**path}" or "/mcp";

    private static string In(int hours) => DateTimeOffset.UtcNow.AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Json(string text) => JsonSerializer.Serialize(text);

    private Task<JsonElement> SendAsync(string path, object body) => guest.SendAsync(path, JsonSerializer.Serialize(body));

    private async Task PostAsync(string path, object body)
    {
        using var answer = await guest.PostAsync(path, JsonSerializer.Serialize(body));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task PutAsync(string path, string body)
    {
        using var answer = await guest.PutAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }
}
