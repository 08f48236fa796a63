using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.Benchmarks.Compare;
using AiSre.Benchmarks.Load;
using AiSre.KubernetesStub;
using AiSre.TestHost;

namespace AiSre.Benchmarks;

/// <summary>
/// What looking for causes costs: one look at a cluster with many pods, and what a storm notices of it. The cluster is a stub in this process, on the
/// same cores.
/// </summary>
internal static class DiagnosisCommand
{
    private const int Pods = 10_000;
    private const int PodsOfWorkload = 50;
    private const int StormPerMinute = 500;

    public static async Task RunAsync(BenchmarkOptions options)
    {
        if (options.Scenario is "" or "look")
        {
            System.Console.WriteLine("""
                | cluster | pods there | asked | lists | first ms | p50 ms | worst ms | RSS idle MiB | highest of first | before others | highest | root cause |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|
                """);
            await LookAsync("in 100 namespaces", 100, options);
            await LookAsync("in one namespace", 1, options);
        }
        if (options.Scenario is "" or "storm") await StormAsync(options);
    }

    private static async Task LookAsync(string name, int namespaces, BenchmarkOptions options)
    {
        using var folder = new TempFolder();
        await using var cluster = await StubCluster.StartAsync();
        Fill(cluster, namespaces);
        await using var silo = await SiloProcess.StartAsync(Settings(cluster, folder, isDiagnosing: false));
        var id = await IncidentAsync(silo, cluster.PodsOf("ns-0", "app-0")[0].Name());
        var (idle, highest) = (silo.ResidentBytes, 0L);
        using var over = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            for (; !over.IsCancellationRequested; await Task.Delay(5)) highest = Math.Max(highest, silo.ResidentBytes);
        });
        // What the first look of a process compiles and connects belongs to no other.
        var first = (await AskAsync(silo, id)).Took;
        var (highestOfFirst, before, took, calls) = (highest, silo.ResidentBytes, new List<double>(), cluster.Calls.Count);
        highest = 0;
        var cause = "";
        var rounds = options.Rounds * 5;
        for (var i = 0; i < rounds; i++)
        {
            var (answer, time) = await AskAsync(silo, id);
            took.Add(time);
            cause = answer.GetProperty("cause").GetString();
        }
        await over.CancelAsync();
        await watching;
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {Pods:N0} | {rounds} | {(cluster.Calls.Count - calls) / rounds} | {first:0} | {Measurement.Median(took):0} | {took.Max():0} "
            + $"| {idle >> 20} | {highestOfFirst >> 20} | {before >> 20} | {highest >> 20} | {cause} |"));
    }

    /// <summary>
    /// As many new incidents as it takes, with and without looking for causes, in turns; then so many a minute, and what is looked at.
    /// </summary>
    private static async Task StormAsync(BenchmarkOptions options)
    {
        using var folder = new TempFolder();
        await using var cluster = await StubCluster.StartAsync();
        foreach (var app in Enumerable.Range(0, 50)) cluster.Deployment("production", $"app-{app}", 2);
        await using var without = await SiloProcess.StartAsync(Settings(cluster, folder, isDiagnosing: false));
        await using var with = await SiloProcess.StartAsync(Settings(cluster, folder, isDiagnosing: true));
        SiloProcess[] silos = [without, with];
        var rates = silos.Select(_ => new List<double>()).ToArray();
        foreach (var silo in silos) LoadGenerator.Run(silo.Port, 16, new NewAlerts(1), options.WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < silos.Length; i++)
                rates[i].Add(LoadGenerator.Run(silos[i].Port, 16, new NewAlerts(1), options.Duration).AlertsPerSecond);
        }
        var (off, on) = (Measurement.Median(rates[0]), Measurement.Median(rates[1]));
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            | new alerts/s without diagnosis | with | difference |
            |---:|---:|---:|
            | {off:N0} | {on:N0} | {(on / off) - 1:P1} |

            | storm | incidents | without a parent | looked at | longest answer ms |
            |---|---:|---:|---:|---:|
            """));
        await using var fresh = await SiloProcess.StartAsync(Settings(cluster, folder, isDiagnosing: true));
        await PacedAsync(fresh);
    }

    private static async Task PacedAsync(SiloProcess silo)
    {
        var (clock, longest, ids) = (Stopwatch.StartNew(), 0.0, new List<string>());
        for (var i = 0; i < StormPerMinute; i++)
        {
            var due = TimeSpan.FromMinutes(i / (double)StormPerMinute) - clock.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due);
            var sent = Stopwatch.StartNew();
            using var body = new StringContent($"[{KubernetesAlert.Json(i * 7, $"p{i:0000}")}]", System.Text.Encoding.UTF8, "application/json");
            using var answer = await silo.Http.PostAsync(new Uri("api/v2/alerts", UriKind.Relative), body);
            answer.EnsureSuccessStatusCode();
            longest = Math.Max(longest, sent.Elapsed.TotalMilliseconds);
        }
        // The last ones wait for their turn.
        await Task.Delay(TimeSpan.FromSeconds(20));
        for (string? next = "incidents?limit=100&state=open"; next is not null;)
        {
            var page = await GetAsync(silo, next);
            ids.AddRange(page.GetProperty("incidents").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            next = page.GetProperty("next_cursor").GetString() is { } cursor ? $"incidents?limit=100&state=open&cursor={cursor}" : null;
        }
        var (parents, looked) = (0, 0);
        foreach (var id in ids)
        {
            if ((await GetAsync(silo, $"incidents/{id}/group")).GetProperty("parent_id").ValueKind is JsonValueKind.Null) parents++;
            var events = (await GetAsync(silo, $"incidents/{id}/timeline")).GetProperty("events").EnumerateArray();
            looked += events.Count(e => e.GetProperty("event_type").GetString() is "diagnosis_completed");
        }
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {StormPerMinute} a minute | {ids.Count} | {parents} | {looked} | {longest:0.0} |"));
    }

    private static void Fill(StubCluster cluster, int namespaces)
    {
        var workloads = Pods / PodsOfWorkload / namespaces;
        for (var ns = 0; ns < namespaces; ns++)
            for (var app = 0; app < workloads; app++) cluster.Deployment($"ns-{ns}", $"app-{app}", PodsOfWorkload);
        var sick = cluster.PodsOf("ns-0", "app-0")[0].Name();
        cluster.Edit("Pod", "ns-0", sick, pod => PodSamples.OutOfMemory(pod, 4, TimeProvider.System.GetUtcNow().AddMinutes(-2)));
    }

    private static SiloSettings Settings(StubCluster cluster, TempFolder folder, bool isDiagnosing) => new()
    {
        Configuration = "Release",
        Environment = new Dictionary<string, string>
        {
            ["AI_SRE_KUBECONFIG"] = cluster.WriteKubeconfig(folder.File($"kubeconfig-{Guid.NewGuid():N}")),
            ["AI_SRE_AUTO_DIAGNOSIS"] = isDiagnosing ? "true" : "false",
        },
    };

    private static async Task<string> IncidentAsync(SiloProcess silo, string pod)
    {
        using var answer = await silo.Http.PostAsJsonAsync(new Uri("webhook", UriKind.Relative), new
        {
            title = "app-0 is killed for its memory", severity = "high", service = "app-0", @namespace = "ns-0", pod,
        });
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("incident_id").GetString()!;
    }

    private static async Task<(JsonElement Answer, double Took)> AskAsync(SiloProcess silo, string incident)
    {
        var clock = Stopwatch.StartNew();
        var answer = await GetAsync(silo, $"incidents/{incident}/diagnosis?refresh=true");
        return (answer, clock.Elapsed.TotalMilliseconds);
    }

    private static async Task<JsonElement> GetAsync(SiloProcess silo, string path) =>
        JsonElement.Parse(await silo.Http.GetStringAsync(new Uri(path, UriKind.Relative)));
}
