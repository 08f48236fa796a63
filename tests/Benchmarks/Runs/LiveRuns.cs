using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AiSre.Benchmarks.Runs;

/// <summary>Runs that live at the same time, twenty in each workspace, which is as many as there may be.</summary>
internal sealed class LiveRuns(Uri address, int count) : IDisposable
{
    private const int InWorkspace = 20;
    private const int AtOnce = 16;

    private readonly HttpClient http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    private readonly List<(string Workspace, string Id)> started = [];

    private IEnumerable<string> Workspaces => Enumerable.Range(0, (count + InWorkspace - 1) / InWorkspace).Select(i => $"bench-{i}");

    /// <summary>Begins them, and waits until all stand at their gate.</summary>
    public async Task StartAsync(string definitions, string workflow)
    {
        foreach (var workspace in Workspaces)
            await SendAsync(HttpMethod.Put, workspace, "definitions", new StringContent(definitions, Encoding.UTF8, "application/yaml"));
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var workspace = $"bench-{i / InWorkspace}";
            var body = await SendAsync(HttpMethod.Post, workspace, $"workflows/{workflow}/execute",
                JsonContent.Create(new { dry_run = false, context = new { service = $"service-{i}" } }));
            lock (started) started.Add((workspace, body.GetProperty("run_id").GetString()!));
        });
        await UntilAsync("waiting_approval");
    }

    /// <summary>Says yes to all of them, and waits until all have succeeded.</summary>
    public async Task<TimeSpan> LetGoAsync()
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(started, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (run, _) =>
            await SendAsync(HttpMethod.Post, run.Workspace, $"workflows/{run.Id}/approve", JsonContent.Create(new { approved = true })));
        await UntilAsync("succeeded");
        return clock.Elapsed;
    }

    /// <summary>What the server counts of itself.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var line = (await http.GetStringAsync(new Uri("metrics", UriKind.Relative))).Split('\n').First(line => line.StartsWith($"{name} ",
            StringComparison.Ordinal));
        return double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
    }

    public void Dispose() => http.Dispose();

    private async Task UntilAsync(string status)
    {
        for (var left = Workspaces.ToList(); left.Count > 0; await Task.Delay(100))
        {
            // One at a time: whoever waits must not be what is measured.
            while (left.Count > 0 && await AllAsync(left[^1], status)) left.RemoveAt(left.Count - 1);
        }
    }

    private async Task<bool> AllAsync(string workspace, string status)
    {
        var runs = (await SendAsync(HttpMethod.Get, workspace, "workflows/runs?limit=100", null)).GetProperty("runs").EnumerateArray();
        var states = runs.Select(run => run.GetProperty("status").GetString()!).ToList();
        var wrong = states.Find(state => state is "failed" or "timed_out" or "cancelled" or "rejected");
        return wrong is null ? states.Count > 0 && states.TrueForAll(state => state == status)
            : throw new InvalidOperationException($"A run of {workspace} is {wrong}.");
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string workspace, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Add("X-Workspace-Id", workspace);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text)
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {text}");
    }
}
