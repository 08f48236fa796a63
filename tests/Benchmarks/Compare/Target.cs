using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using AiSre.TestHost;

namespace AiSre.Benchmarks.Compare;

/// <summary>A server under measurement.</summary>
internal sealed record Target(string Name, int Port, int ProcessId, IAsyncDisposable Server, Func<string> Log) : IAsyncDisposable
{
    /// <summary>User and system time that the server has used. Linux counts it in hundredths of a second.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{ProcessId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
        }
    }

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
        return new Target("bare Kestrel + JsonDocument", port, process.Id, process, () => process.Log);
    }

    public static async Task<Target> AlertmanagerAsync()
    {
        var server = await AlertmanagerProcess.StartAsync();
        return new Target("Alertmanager, in memory", server.Port, server.Id, server, () => server.Log);
    }

    public static async Task<Target> SiloAsync(SiloSettings? settings = null)
    {
        var silo = await SiloProcess.StartAsync((settings ?? new SiloSettings()) with { Configuration = "Release" });
        return new Target("AI-SRE on SQLite, synchronous=FULL", silo.Port, silo.Id, silo, () => silo.Log);
    }

    /// <summary>One silo with its API on a PostgreSQL of its own; the processor time is the silo's alone.</summary>
    public static async Task<Target> PostgresAsync()
    {
        var postgres = await PostgresServer.StartAsync();
        var silo = await SiloProcess.StartAsync(new SiloSettings
        {
            Configuration = "Release",
            Environment = new Dictionary<string, string> { ["AI_SRE_POSTGRES"] = postgres.ConnectionString() },
        });
        return new Target("AI-SRE on PostgreSQL, 1 silo", silo.Port, silo.Id, new Several(silo, postgres), () => silo.Log);
    }

    /// <summary>Stops the process where it stands, or lets it go on.</summary>
    public void Pause(bool pause)
    {
        using var kill = Process.Start("kill", [pause ? "-STOP" : "-CONT", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public bool IsRunning => Directory.Exists($"/proc/{ProcessId}");

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
