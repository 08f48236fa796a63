using System.Globalization;
using System.Text.Json;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Grains.Alerts;
using AiSre.KubernetesStub;
using AiSre.Storage.Sqlite;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Isolation;

/// <summary>Fills the workspace whose walls are tried with something of every kind, as its own admin.</summary>
internal sealed class Neighbour(IsolationHost isolation)
{
    public const string Namespace = Belongings.Mark + "-place";

    private const int Raised = 73_000_000;

    private const string Definitions = """
        users: {quagga-dave: {email: dave@quagga.example}, quagga-eve: {email: eve@quagga.example}}
        teams:
          quagga-team: {services: [quagga-api], escalation_contact: quagga-eve, layers: [{members: [quagga-dave, quagga-eve], every: 1w}]}
        action_policies: [{name: quagga-asked, actions: [restart_pod, scale_deployment], namespaces: [quagga-place]}]
        workflows:
          quagga_flow:
            name: Quagga flow
            inputs: {namespace: {required: true}, pod_name: {required: true}}
            steps: [{id: ok, type: approval, expires_minutes: 600}, {id: rest, type: wait, minutes: 1}]
        runbooks:
          quagga-book:
            name: Quagga book
            match: {patterns: [oomkilled]}
            steps: [{id: rest, type: wait, minutes: 1}]
        """;

    private readonly Dictionary<string, string> things = new() { ["workspace"] = IsolationHost.OwnerWorkspace, ["namespace"] = Namespace };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EmbeddedHost Host => isolation.Host;

    /// <summary>Where the rows are.</summary>
    public string Ledger => Host.Services.GetRequiredService<SqliteFiles>().LedgerPath;

    public async Task<Belongings> FillAsync()
    {
        await SendAsync(HttpMethod.Put, "/definitions", Definitions);
        Name(("team", "quagga-team"), ("person", "quagga-dave"), ("workflow", "quagga_flow"), ("runbook", "quagga-book"), ("service", "quagga-api"));
        await ReportAsync();
        await PromiseAsync();
        await KeepQuietAsync();
        await ActAsync();
        await LoseAsync();
        await HandOutAsync();
        await RememberCursorsAsync();
        await QuietAsync();
        return new(things, Words());
    }

    /// <summary>Completes when nothing of the workspace is due any more.</summary>
    public async Task QuietAsync()
    {
        LedgerCopy? last = null;
        await Poll.UntilAsync("the workspace to be quiet", () =>
        {
            var (before, due) = (last, Due());
            last = LedgerCopy.Of(Ledger, IsolationHost.OwnerWorkspace);
            return due == 0 && before is not null && before.ChangesTo(last).Count == 0;
        }, onTimeout: () => $"{Due()} alarms are due");
    }

    private async Task ReportAsync()
    {
        var pods = isolation.Stub.Deployment(Namespace, "quagga-cart", 6) is null
            ? []
            : isolation.Stub.PodsOf(Namespace, "quagga-cart").Select(pod => pod.Name()).ToList();
        for (var i = 0; i < pods.Count; i++) Name((i == 0 ? "pod" : $"pod{i}", pods[i]));
        Name(("deployment", "quagga-cart"), ("delivery", "quagga-delivery"), ("dedup", "quagga-dedup"), ("deploy", "quagga-deploy"));
        string Alert(string id) => $$"""
            {"title":"Quagga pod was OOMKilled","id":"{{id}}","service":"quagga-api","namespace":"{{Namespace}}","pod":"{{pods[0]}}",
             "deployment":"quagga-cart","description":"quagga text","labels":{"quagga_label":"quagga value"},"severity":"critical"}
            """;
        var first = await SendAsync(HttpMethod.Post, "/webhook", Alert("quagga-1"), ("Idempotency-Key", "quagga-delivery"));
        await SendAsync(HttpMethod.Post, "/webhook", Alert("quagga-2"));
        await SendAsync(HttpMethod.Post, "/webhook", Alert("quagga-3"));
        Name(("incident", first.Text("incident_id")!));
        await SendAsync(
            HttpMethod.Post, "/webhook", """{"title":"Quagga latency","dedup_key":"quagga-dedup","service":"quagga-api","severity":"high"}""");
        await SendAsync(
            HttpMethod.Post, "/v2/alerts", """{"message":"Quagga ovens are cold","alias":"quagga-oven","priority":"P1","source":"quagga-meter"}""");
        Name(("identifier", "quagga-oven"));
        var alerts = (await GetAsync($"/incidents/{things["incident"]}/explain")).GetProperty("alerts");
        Assert.True(alerts.GetArrayLength() >= 3, alerts.GetRawText());
        Name(("identity", alerts[1].Text("identity")!), ("identity2", alerts[2].Text("identity")!));
        await SendAsync(HttpMethod.Post, $"/incidents/{things["incident"]}/notes", """{"text":"Quagga note"}""");
        await SendAsync(
            HttpMethod.Post, "/webhook/deploy", """{"service":"quagga-api","deploy_id":"quagga-deploy","actor":"quagga-ci","version":"quagga-v2"}""");
        await GetAsync($"/incidents/{things["incident"]}/diagnosis");
    }

    private async Task PromiseAsync()
    {
        await SendAsync(HttpMethod.Post, "/slo", """{"name":"quagga-slo","service":"quagga-api","target":0.99,"source":{"type":"events"}}""");
        await SendAsync(HttpMethod.Post, "/slo/quagga-slo/events", """{"event_batch_id":"quagga-batch","good":990,"total":1000}""");
        Name(("slo", "quagga-slo"), ("batch", "quagga-batch"));
        for (var hour = 1; hour <= 2; hour++)
        {
            var body = $$"""{"from":"{{In(-2 * hour)}}","until":"{{In((-2 * hour) + 1)}}","reason":"Quagga move"}""";
            Name((hour == 1 ? "correction" : "correction2", (await SendAsync(HttpMethod.Post, "/slo/quagga-slo/corrections", body)).Text("id")!));
        }
        foreach (var name in (string[])["heartbeat", "heartbeat2"])
        {
            Name((name, $"quagga-{name}"));
            await SendAsync(HttpMethod.Put, $"/heartbeats/quagga-{name}", """{"interval_seconds":600,"service":"quagga-api"}""");
        }
    }

    private async Task KeepQuietAsync()
    {
        foreach (var name in (string[])["silence", "silence2", "silence3", "silence4", "silence5"])
        {
            var body = $$"""
                {"matchers":[{"name":"service","value":"quagga-{{name}}"}],"comment":"Quagga is moved","ends_at":"{{In(2)}}"}
                """;
            Name((name, (await SendAsync(HttpMethod.Post, "/silences", body)).Text("silence_id")!));
        }
        for (var i = 0; i < 2; i++)
        {
            var body = $$"""{"team":"quagga-team","user":"quagga-eve","from":"209{{i}}-01-14T18:00","to":"209{{i}}-01-15T09:00","reason":"Quagga"}""";
            Name((i == 0 ? "override" : "override2", (await SendAsync(HttpMethod.Post, "/oncall/overrides", body)).Text("id")!));
        }
    }

    private async Task ActAsync()
    {
        string Restart(string pod, string more) =>
            $$"""{"action":"restart_pod","namespace":"{{Namespace}}","pod_name":"{{things[pod]}}","incident_id":"{{things["incident"]}}"{{more}}}""";
        foreach (var (name, pod) in ((string, string)[])[("action", "pod1"), ("action2", "pod2")])
            Name((name, (await SendAsync(HttpMethod.Post, "/actions/execute", Restart(pod, ""))).Text("action_id")!));
        foreach (var (name, pod) in ((string, string)[])[("approval", "pod3"), ("approval2", "pod4")])
        {
            var asked = await SendAsync(HttpMethod.Post, "/actions/execute", Restart(pod, ""","dry_run":false,"request_approval":true"""));
            Name((name, asked.Text("approval_id")!));
        }
        string[] runs = ["run", "run2", "run3", "run4"];
        for (var i = 0; i < runs.Length; i++)
        {
            var body = $$"""{"context":{"namespace":"{{Namespace}}","pod_name":"{{things[i == 0 ? "pod" : $"pod{i}"]}}"},"dry_run":false}""";
            Name((runs[i], (await SendAsync(HttpMethod.Post, "/workflows/quagga_flow/execute", body)).Text("run_id")!));
        }
        await SendAsync(
            HttpMethod.Post, "/runbooks/generate/approve",
            """{"runbook":{"id":"quagga-made","name":"Quagga made","steps":[{"id":"a","type":"wait","seconds":1}]}}""");
        await SendAsync(HttpMethod.Post, "/autonomy/kill-switch", """{"enabled":true,"reason":"Quagga drill"}""");
        await SendAsync(HttpMethod.Post, "/autonomy/kill-switch", """{"enabled":false,"reason":"Quagga drill is over"}""");
    }

    private async Task LoseAsync()
    {
        var letters = (await Host.GrainsAsync()).GetGrain<IDeadLetters>(0);
        for (var i = 0; i < 4; i++)
        {
            var late = $$"""{"title":"Quagga late {{i}}","dedup_key":"quagga-late-{{i}}"}""";
            Assert.True(await letters.KeepAsync(
                new DeadLetter(0, IsolationHost.OwnerWorkspace, "webhook", late, "Quagga ledger", isolation.Clock.GetUtcNow())));
        }
        Raise("dead_letters");
        var listed = (await GetAsync("/webhook/dead-letter")).GetProperty("entries").EnumerateArray();
        var kept = listed.Select(item => $"{item.GetProperty("id")}").ToList();
        string[] names = ["deadLetter", "deadLetter2", "deadLetter3", "deadLetter4"];
        for (var i = 0; i < names.Length; i++) Name((names[i], kept[i]));
        foreach (var name in (string[])["message", "message2", "message3"])
        {
            var seq = StoredMessages.Put(Ledger, IsolationHost.OwnerWorkspace, $"quagga-{name}", things["incident"], status: 2);
            Name((name, (seq + Raised).ToString(CultureInfo.InvariantCulture)));
        }
        Raise("outbox");
    }

    private async Task HandOutAsync()
    {
        foreach (var name in (string[])["key", "key2", "key3", "key4"])
        {
            var made = await SendAsync(HttpMethod.Post, $"/workspaces/{IsolationHost.OwnerWorkspace}/keys", """{"name":"quagga-key","role":"viewer"}""");
            Name((name, made.At("details").Text("id")!));
        }
    }

    private async Task RememberCursorsAsync()
    {
        Name(("incidentCursor", (await GetAsync("/incidents?limit=1")).Text("next_cursor")!));
        Name(("runCursor", (await GetAsync("/workflows/runs?limit=1")).Text("next_cursor")!));
        Name(("messageCursor", (await GetAsync("/notifications/dead-letter?limit=1")).Text("next_cursor")!));
    }

    private Dictionary<string, string> Words() => new()
    {
        ["soon"] = In(2), ["later"] = In(3), ["now"] = In(0), ["earlier"] = In(-6), ["earlier-end"] = In(-5),
        ["form-earlier"] = In(-8)[..16], ["form-earlier-end"] = In(-7)[..16],
        ["documentName"] = "v1", ["source"] = "grafana", ["exitCode"] = "3", ["path"] = "nowhere", ["version"] = "0",
        ["counters"] = "DashboardCounters", ["built-in"] = "oom_recovery",
    };

    private string In(int hours) => isolation.Clock.GetUtcNow().AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private long Due()
    {
        using var connection = new SqliteConnection($"Data Source={Ledger};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM alarms WHERE workspace = $workspace AND due_at <= $now";
        command.Parameters.AddWithValue("$workspace", IsolationHost.OwnerWorkspace);
        command.Parameters.AddWithValue("$now", isolation.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>So that a number is found in a text, and not in every text.</summary>
    private void Raise(string table)
    {
        using var connection = new SqliteConnection($"Data Source={Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE {table} SET seq = seq + {Raised} WHERE workspace = $workspace";
        command.Parameters.AddWithValue("$workspace", IsolationHost.OwnerWorkspace);
        command.ExecuteNonQuery();
    }

    private void Name(params ReadOnlySpan<(string Name, string Value)> named)
    {
        foreach (var (name, value) in named) things.Add(name, value);
    }

    private Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var answer = await Host.SendAsync(method, path, body, key: IsolationHost.OwnerKey, headers: headers);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
