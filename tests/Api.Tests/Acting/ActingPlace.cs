using System.Net;
using System.Text.Json;
using AiSre.Api.Tests.Edge;
using AiSre.Api.Tests.EndToEnd;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Acting;

/// <summary>Where one test acts: its workspace, its namespace, and what was written to the cluster since.</summary>
internal sealed class ActingPlace
{
    private readonly ActingHost acting;
    private readonly int writesBefore;

    public ActingPlace(ActingHost acting, string inNamespace)
    {
        (this.acting, Namespace) = (acting, inNamespace);
        Guest = new Guest(acting.Host) { Workspace = ActingHost.OwnerOf(inNamespace) };
        // Others are well, so that not most of the namespace is sick.
        foreach (var other in new[] { "web", "till" }) Stub.Deployment(inNamespace, other, 1);
        Stub.Deployment(inNamespace, "cart", 3);
        Pod = Stub.PodsOf(inNamespace, "cart")[0].Name();
        writesBefore = Stub.Writes.All.Count;
        Sicken(Pod);
    }

    public Guest Guest { get; }

    public string Workspace => Guest.Workspace;

    public string Namespace { get; }

    /// <summary>The sick one.</summary>
    public string Pod { get; }

    public StubCluster Stub => acting.Stub;

    public EmbeddedHost Host => acting.Host;

    public ActingHost Acting => acting;

    public string Eviction => $"create pods/eviction {Namespace}/{Pod}";

    /// <summary>What was written here, or where nobody has a place.</summary>
    public IReadOnlyList<string> Writes =>
    [
        .. Stub.Writes.All.Skip(writesBefore).Where(write => write.Namespace == Namespace || !acting.IsPlace(write.Namespace))
            .Select(write => $"{write}"),
    ];

    public void Sicken(string pod) =>
        Stub.Edit("Pod", Namespace, pod, sick => PodSamples.OutOfMemory(sick, 4, acting.Clock.GetUtcNow().AddMinutes(-2)));

    /// <summary>The sick one recovers by itself.</summary>
    public void Heal() => Stub.Edit("Pod", Namespace, Pod, well => PodSamples.MakeReady(well, true));

    public async Task DefineAsync(string definitions)
    {
        using var put = await Host.SendAsync(
            HttpMethod.Put, "/definitions", definitions.Replace("NAMESPACE", Namespace, StringComparison.Ordinal), Workspace);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
    }

    /// <summary>An alert says what is wrong with the pod.</summary>
    public Task<string> IncidentAsync(string title = "Pod was OOMKilled") => Guest.IncidentAsync(
        title, $"{title}-{Pod}", $$""","namespace":"{{Namespace}}","pod":"{{Pod}}","deployment":"cart","service":"cart" """);

    /// <summary>A JSON object of a restart of the sick pod, with more members.</summary>
    public string Restart(string more = "") => $$"""{"action":"restart_pod","namespace":"{{Namespace}}","pod_name":"{{Pod}}"{{more}}}""";

    public string Inputs(string more = "") => $$"""{"namespace":"{{Namespace}}","pod_name":"{{Pod}}"{{more}}}""";

    public Task<HttpResponseMessage> AsAsync(string key, string path, string body) =>
        Host.SendAsync(HttpMethod.Post, path, body, Workspace, key);

    /// <summary>root does it for real, with his own yes.</summary>
    public Task<HttpResponseMessage> DoAsync(string body, string? incident = null) => Guest.PostAsync(
        "/actions/execute",
        $$"""{{body[..^1]}},"dry_run":false,"approved":true{{(incident is null ? "" : $",\"incident_id\":\"{incident}\"")}}}""");

    /// <summary>A JSON object of a scale.</summary>
    public string Scale(int replicas, string deployment = "cart") =>
        $$"""{"action":"scale_deployment","namespace":"{{Namespace}}","deployment_name":"{{deployment}}","replicas":{{replicas}}}""";

    /// <summary>Lets autonomy act here by itself, as far as the policies do.</summary>
    public async Task LeaveAsync(int seconds = 3_600)
    {
        await DefineAsync(EntryPoint.Free);
        await SetAsync($$"""
            {"enabled":true,"default_dry_run":false,"approval_required":false,"allowed_namespaces":["{{Namespace}}"],
            "poll_interval_seconds":{{seconds}}}
            """);
    }

    public async Task SetAsync(string settings)
    {
        using var put = await Host.SendAsync(HttpMethod.Put, "/autonomy/settings", settings, Workspace);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
    }

    /// <summary>Has autonomy look at what is open.</summary>
    public Task<JsonElement> CycleAsync() => Guest.SendAsync("/autonomy/run", "{}");

    /// <summary>root asks somebody for a restart; the question's id.</summary>
    public async Task<string> AskAsync(string more = "")
    {
        using var asked = await Guest.PostAsync("/actions/execute", Restart($$""","dry_run":false,"request_approval":true{{more}}"""));
        Assert.True(asked.StatusCode is HttpStatusCode.Accepted, await asked.Content.ReadAsStringAsync());
        return (await asked.JsonAsync()).Text("approval_id")!;
    }

    public Task StopAsync() => Guest.SendAsync("/autonomy/kill-switch", """{"enabled":true,"reason":"a drill"}""");

    /// <summary>Rows of the audit, the newest first.</summary>
    public async Task<List<JsonElement>> AuditAsync(string action) =>
        [.. (await Guest.GetAsync($"/audit?action={action}")).GetProperty("entries").EnumerateArray()];

    public async Task<List<string?>> EventsAsync(string incident) =>
        [.. (await Guest.GetAsync($"/incidents/{incident}/timeline")).GetProperty("events").EnumerateArray().Select(item => item.Text("event_type"))];

    /// <summary>The payloads of one kind of event.</summary>
    public async Task<List<JsonElement>> PayloadsAsync(string incident, string type) =>
    [
        .. (await Guest.GetAsync($"/incidents/{incident}/timeline")).GetProperty("events").EnumerateArray()
            .Where(item => item.Text("event_type") == type).Select(item => item.GetProperty("payload")),
    ];

    /// <summary>What somebody saw who looked whether an action has helped, two minutes after it; the clock is there already.</summary>
    public async Task<JsonElement> LookedAtAsync(string incident, int times = 1)
    {
        List<JsonElement> seen = [];
        await Poll.UntilAsync("somebody to look", async () => (seen = await PayloadsAsync(incident, "action_verified")).Count >= times);
        return seen[^1];
    }

    /// <summary>Completes when one of the incidents has a note that says so, and none has another.</summary>
    public async Task NotedAsync(string says, params string[] incidents)
    {
        List<JsonElement> notes = [];
        await Poll.UntilAsync("a note", async () =>
            (notes = [.. (await Task.WhenAll(incidents.Select(one => PayloadsAsync(one, "note_added")))).SelectMany(one => one)]).Count > 0);
        Assert.Contains(says, Assert.Single(notes).Text("text"), StringComparison.Ordinal);
    }

    public Task<JsonElement> RunAsync(string id) => Guest.GetAsync($"/workflows/{id}/status");

    /// <summary>Starts a run for real; its id.</summary>
    public async Task<string> StartAsync(string workflow, string? incident = null)
    {
        var body = $$"""{"context":{{Inputs()}},"dry_run":false{{(incident is null ? "" : $",\"incident_id\":\"{incident}\"")}}}""";
        return (await Guest.SendAsync($"/workflows/{workflow}/execute", body)).Text("run_id")!;
    }

    /// <summary>Completes when the run waits at a gate that shows what would happen.</summary>
    public Task AskedAsync(string run) => Poll.UntilAsync(
        "a gate that says what would happen",
        async () => (await RunAsync(run)).GetProperty("approval") is { ValueKind: JsonValueKind.Object } approval
            && approval.GetProperty("plans") is { ValueKind: JsonValueKind.Array } plans && plans.GetArrayLength() > 0);

    /// <summary>The run, once it is so.</summary>
    public async Task<JsonElement> RunUntilAsync(string id, params string[] statuses)
    {
        JsonElement run = default;
        await Poll.UntilAsync(
            $"a run that is {string.Join(" or ", statuses)}",
            async () => (run = await RunAsync(id)).Text("status") is { } status && statuses.AsSpan().Contains(status),
            onTimeout: () => run.GetRawText(), every: TimeSpan.FromMilliseconds(20));
        return run;
    }
}
