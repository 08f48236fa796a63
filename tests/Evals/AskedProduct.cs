using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Domain.Diagnosis;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Evals;

/// <summary>
/// The product as its users have it: a server of its own whose only cluster is a recorded one, told of alerts and asked over HTTP. Each case has a
/// workspace of its own, so that none knows of another.
/// </summary>
internal sealed class AskedProduct : IAsyncDisposable
{
    private readonly TempFolder folder;
    private readonly StubCluster stub;
    private readonly MetricsServer metrics;
    private readonly Box<RecordedCase> now;
    private readonly SiloProcess silo;

    private AskedProduct(TempFolder folder, StubCluster stub, MetricsServer metrics, Box<RecordedCase> now, SiloProcess silo) =>
        (this.folder, this.stub, this.metrics, this.now, this.silo) = (folder, stub, metrics, now, silo);

    public static async Task<AskedProduct> StartAsync(IReadOnlyCollection<RecordedCase> cases)
    {
        var folder = new TempFolder();
        var stub = await StubCluster.StartAsync(new() { ControllersRun = false });
        stub.WriteKubeconfig(folder.File("config"));
        var now = new Box<RecordedCase>();
        var metrics = await MetricsServer.StartAsync(query => RecordedMetrics.Answer(now.Value, query));
        var clusters = Enumerable.Range(0, cases.Count).Select(number =>
            $"  c{number}: {{kubeconfig: config, workspaces: {{{Workspace(number)}: [\"*\"]}}, prometheus: {{url: \"{metrics.Address}\"}}}}");
        await File.WriteAllLinesAsync(folder.File("clusters.yaml"), ["clusters:", .. clusters]);
        await File.WriteAllLinesAsync(folder.File("topology.yaml"), RecordedTopology.File(cases));
        var silo = await SiloProcess.StartAsync(new()
        {
            Environment = new Dictionary<string, string> { ["AI_SRE_CONFIG_DIR"] = folder.Path, ["AI_SRE_AUTO_DIAGNOSIS"] = "false" },
        });
        return new(folder, stub, metrics, now, silo);
    }

    /// <summary>What it makes of a case, and how long that took.</summary>
    public async Task<(DiagnosisReport Report, TimeSpan Took)> ExplainAsync(RecordedCase recorded, int number)
    {
        this.now.Value = recorded;
        RecordedCluster.Serve(recorded, this.stub);
        var incident = await TellAsync(Question(recorded), number);
        foreach (var other in Others(recorded)) await TellAsync(other, number);
        var began = Stopwatch.GetTimestamp();
        var answer = await SendAsync(HttpMethod.Get, $"incidents/{incident}/diagnosis", null, number);
        return (Read(answer), Stopwatch.GetElapsedTime(began));
    }

    public async ValueTask DisposeAsync()
    {
        await this.silo.DisposeAsync();
        await this.metrics.DisposeAsync();
        await this.stub.DisposeAsync();
        this.folder.Dispose();
    }

    private static string Workspace(int number) => $"case-{number}";

    private static JsonObject Question(RecordedCase recorded)
    {
        var alert = (recorded.Case["alert"] as JsonObject)?.DeepClone().AsObject() ?? new JsonObject
        {
            ["title"] = (string)recorded.Case["query"]!, ["severity"] = "high",
        };
        alert["namespace"] ??= recorded.Namespace;
        alert["dedup_key"] = "question";
        alert["starts_at"] = StartOf(recorded);
        return alert;
    }

    private static IEnumerable<JsonObject> Others(RecordedCase recorded) => OfflineScene.Alerts(recorded).Select((found, at) => new JsonObject
    {
        ["title"] = found.Title, ["description"] = found.Description, ["severity"] = "warning", [found.IsNode ? "node" : "service"] = found.Name,
        ["namespace"] = found.IsNode ? null : recorded.Namespace, ["dedup_key"] = $"other-{at}", ["starts_at"] = StartOf(recorded),
    });

    private static string StartOf(RecordedCase recorded) =>
        DateTimeOffset.UtcNow.AddMinutes(recorded.Case["alert"] is null ? -5 : -2).ToString("O", CultureInfo.InvariantCulture);

    private async Task<string> TellAsync(JsonObject alert, int number)
    {
        var answer = await SendAsync(HttpMethod.Post, "webhook", alert, number);
        return Find(answer, "incident_id") ?? throw new InvalidOperationException($"No incident: {answer}");
    }

    private static string? Find(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.String
            ? found.GetString()
            : element.EnumerateObject().Select(member => Find(member.Value, name)).FirstOrDefault(value => value is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(item => Find(item, name)).FirstOrDefault(value => value is not null),
        _ => null,
    };

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, int number)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("X-Workspace-Id", Workspace(number));
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await this.silo.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{(int)response.StatusCode}: {text}");
    }

    private static DiagnosisReport Read(JsonElement answer) => new()
    {
        At = answer.GetProperty("diagnosed_at").GetDateTimeOffset(),
        Evidence = [],
        Hypotheses = [.. answer.GetProperty("hypotheses").EnumerateArray().Select(one => new Hypothesis
        {
            Cause = one.GetProperty("cause").GetString()!,
            Component = ComponentOf(one.GetProperty("component").GetString()!),
            Confidence = one.GetProperty("confidence").GetDouble(),
            Claims = [.. one.GetProperty("claims").EnumerateArray().Select(claim => new Claim(claim.GetProperty("text").GetString()!, []))],
        })],
    };

    private static Component ComponentOf(string text) => text.Split('/', 3) switch
    {
        [var kind, var ns, var name] => new(kind, ns, name),
        [var kind, var name] => new(kind, "", name),
        _ => new("", "", text),
    };
}

/// <summary>What may change while others hold on to it.</summary>
internal sealed class Box<T> where T : class
{
    public T? Value { get; set; }
}
