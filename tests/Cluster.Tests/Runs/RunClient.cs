using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>The runs of one workspace, as somebody sees them who asks again while nobody answers. Carol starts runs, Dave says yes or no.</summary>
internal sealed partial class RunClient(HttpClient http, string workspace, Func<string> log)
{
    public const string Keys = "carol=carol-key-0123456789abcdef:admin:*,dave=dave-key-0123456789abcdefg:operator:*";

    private const string Carol = "carol-key-0123456789abcdef";
    private const string Dave = "dave-key-0123456789abcdefg";

    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private string? incident;

    public async Task DefineAsync(string yaml) => Assert.Equal(200, (await SendAsync(HttpMethod.Put, "definitions", yaml, Carol)).Status);

    /// <summary>An incident that all runs are for from now on; its timeline tells of all of them.</summary>
    public async Task OpenIncidentAsync()
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "webhook", """{"title":"Pods are sick","dedup_key":"sick"}""", Carol);
        Assert.Equal(200, status);
        incident = body.GetProperty("incident_id").GetString();
    }

    /// <summary>The payloads of one kind of event.</summary>
    public async Task<List<JsonElement>> EventsAsync(string type) =>
    [
        .. (await GetAsync($"incidents/{incident}/timeline")).GetProperty("events").EnumerateArray()
            .Where(item => item.GetProperty("event_type").GetString() == type).Select(item => item.GetProperty("payload")),
    ];

    public async Task StopAllAsync() =>
        Assert.Equal(200, (await SendAsync(HttpMethod.Post, "autonomy/kill-switch", """{"enabled":true,"reason":"a drill"}""", Carol)).Status);

    /// <summary>Begins a run, or finds the one that an unanswered try has begun.</summary>
    public async Task<string> StartAsync(string workflow, string inNamespace, string pod, bool dryRun)
    {
        var context = $$"""{"namespace":"{{inNamespace}}","pod_name":"{{pod}}"}""";
        var about = incident is null ? "" : $"\"incident_id\":\"{incident}\",";
        var order = $$"""{{{about}}"dry_run":{{(dryRun ? "true" : "false")}},"context":{{context}}}""";
        return await Poll.ForAsync($"a run for {pod}", async () =>
        {
            var (status, body) = await SendAsync(HttpMethod.Post, $"workflows/{workflow}/execute", order, Carol);
            if (status == 200) return body.GetProperty("run_id").GetString();
            Assert.True(status == 409, $"{status}: {body}");
            var id = RunId().Match(body.GetRawText()).Value;
            // One that died before it had begun holds its place for a minute.
            return (await SendAsync(HttpMethod.Get, $"workflows/{id}/status", null, Carol)).Status == 200 ? id : null;
        }, TimeSpan.FromSeconds(100), log, Pause);
    }

    public async Task<JsonElement> StatusAsync(string id)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, $"workflows/{id}/status", null, Carol);
        Assert.True(status == 200, $"{id}: {status} {body}");
        return body;
    }

    /// <summary>The status code; 409 for one that comes too late or twice.</summary>
    public async Task<int> AnswerAsync(string id, bool approved)
    {
        var answer = $$"""{"approved":{{(approved ? "true" : "false")}},"gate":"ok"}""";
        return (await SendAsync(HttpMethod.Post, $"workflows/{id}/approve", answer, Dave)).Status;
    }

    public async Task CancelAsync(string id) => Assert.Equal(200, (await SendAsync(HttpMethod.Post, $"workflows/{id}/cancel", "{}", Dave)).Status);

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, null, Carol);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }

    /// <summary>Asks until a server answers. What was done without an answer is done again, as people do.</summary>
    private async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body, string key)
    {
        var answer = await Poll.ForAsync<object>($"an answer to {method} {path}", async () => await TryAsync(method, path, body, key), onTimeout: log,
            every: Pause);
        return ((int, JsonElement))answer;
    }

    private async Task<object?> TryAsync(HttpMethod method, string path, string? body, string key)
    {
        using var limit = new CancellationTokenSource(OneTry);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Add("X-API-Key", key);
        request.Headers.Add("X-Workspace-Id", workspace);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8,
                new MediaTypeHeaderValue(method == HttpMethod.Put ? "application/yaml" : "application/json"));
        try
        {
            using var answer = await http.SendAsync(request, limit.Token);
            if ((int)answer.StatusCode >= 500) return null;
            return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(limit.Token)));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    [GeneratedRegex("run-[0-9a-z]+")]
    private static partial Regex RunId();
}
