using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using AiSre.TestHost;

namespace AiSre.Benchmarks.Compare;

/// <summary>A server under measurement.</summary>
/// <param name="Name">As the table shows it.</param>
/// <param name="Ports">Where it takes requests; the connections are spread over them.</param>
/// <param name="ProcessIds">Everything that works for it, its database included, the one whose memory is shown first.</param>
/// <param name="Server">What to dispose of.</param>
/// <param name="Log">Its last words.</param>
internal sealed record Target(string Name, IReadOnlyList<int> Ports, IReadOnlyList<int> ProcessIds, IAsyncDisposable Server, Func<string> Log)
    : IAsyncDisposable
{
    /// <summary>User and system time that its processes have used, their children included. Linux counts it in hundredths of a second.</summary>
    public TimeSpan CpuTime => ProcessCpu.Of(ProcessIds);

    /// <summary>The share of it that is the database's; zero where that is a library.</summary>
    public TimeSpan DatabaseCpuTime => DatabaseId is { } id ? ProcessCpu.Of([id]) : TimeSpan.Zero;

    /// <summary>The database's process, if it is one.</summary>
    public int? DatabaseId { get; init; }

    /// <summary>Silos of a cluster watch each other: one that stands still is taken for dead.</summary>
    public bool MayPause { get; init; } = true;

    public static async Task<Target> BareAsync(string answer)
    {
        var port = FreePort.Next();
        var process = ChildProcess.Start("dotnet", [Assembly.GetExecutingAssembly().Location, "bare", "--port", $"{port}", "--answer", answer]);
        using var http = new HttpClient();
        await Poll.UntilAsync("the bare endpoint", async () =>
        {
            try
            {
                return (await http.GetAsync(new Uri($"http://127.0.0.1:{port}/"))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, onTimeout: () => process.Log);
        return new Target("bare Kestrel + JsonDocument", [port], [process.Id], process, () => process.Log);
    }

    public static async Task<Target> AlertmanagerAsync()
    {
        var server = await AlertmanagerProcess.StartAsync();
        return new Target("Alertmanager, in memory", [server.Port], [server.Id], server, () => server.Log);
    }

    public static async Task<Target> SiloAsync(SiloSettings? settings = null)
    {
        var silo = await SiloProcess.StartAsync((settings ?? new SiloSettings()) with { Configuration = "Release" });
        return new Target("AI-SRE on SQLite, synchronous=FULL", [silo.Port], [silo.Id], silo, () => silo.Log);
    }

    /// <summary>One silo that serves the API itself, on a PostgreSQL of its own.</summary>
    public static async Task<Target> PostgresAsync(string? checkout = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var postgres = await PostgresServer.StartAsync();
        var silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Configuration = "Release",
            Checkout = checkout,
            Environment = new Dictionary<string, string>(environment ?? new Dictionary<string, string>())
            {
                ["AI_SRE_POSTGRES"] = postgres.ConnectionString(),
            },
        });
        return new Target("PostgreSQL, 1 silo with its API", [silo.Port], [silo.Id, postgres.Id], new Several(silo, postgres),
            () => silo.Log) { DatabaseId = postgres.Id };
    }

    /// <summary>Silos that serve the API themselves, on a PostgreSQL and a Redis of their own.</summary>
    public static async Task<Target> ServingSilosAsync(int silos)
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster = await ClusterProcesses.StartAsync(new ClusterLayout
        {
            Silos = silos,
            Apis = 0,
            Configuration = "Release",
            Postgres = postgres,
            Environment = new Dictionary<string, string> { ["AI_SRE_SERVE_API"] = "true" },
        });
        return new Target(
            $"PostgreSQL, {silos} silos with their API", [.. cluster.Silos.Select(silo => silo.Port)],
                [.. cluster.Silos.Select(silo => silo.Id), postgres.Id],
            new Several(cluster, postgres), () => cluster.Log) { DatabaseId = postgres.Id, MayPause = false };
    }

    /// <summary>Silos and as many API processes, on a PostgreSQL and a Redis of their own.</summary>
    public static async Task<Target> ClusterAsync(int silos)
    {
        var postgres = await PostgresServer.StartAsync();
        var cluster =
            await ClusterProcesses.StartAsync(new ClusterLayout { Silos = silos, Apis = silos, Configuration = "Release", Postgres = postgres });
        return new Target(
            $"PostgreSQL, {silos} silo{(silos > 1 ? "s" : "")} + {silos} API{(silos > 1 ? "s" : "")}", [.. cluster.Apis.Select(api => api.Port)],
            [.. cluster.Silos.Concat(cluster.Apis).Select(process => process.Id), postgres.Id], new Several(cluster, postgres),
                () => cluster.Log) { DatabaseId = postgres.Id, MayPause = false };
    }

    /// <summary>Stops the process where it stands, or lets it go on.</summary>
    public void Pause(bool pause)
    {
        if (!MayPause) return;
        using var kill = Process.Start("kill", [pause ? "-STOP" : "-CONT", ProcessIds[0].ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public bool IsRunning => ProcessIds.All(id => Directory.Exists($"/proc/{id}"));

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Servers that belong together, ended in this order.</summary>
    private sealed record Several(params IAsyncDisposable[] Servers) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var server in Servers) await server.DisposeAsync();
        }
    }
}
