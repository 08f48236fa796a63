namespace AiSre.TestHost;

/// <summary>
/// A whole cluster on this machine, started by <c>deploy/local/up</c> as a person would start it. Each of its processes can be killed, ended and
/// started again.
/// </summary>
public sealed class ClusterProcesses : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly ChildProcess up;

    private ClusterProcesses(ClusterLayout layout)
    {
        var port = FreePort.Block(50);
        var environment = new Dictionary<string, string>
        {
            ["AI_SRE_LOCAL_DIR"] = folder.Path,
            ["AI_SRE_LOCAL_PORT"] = $"{port}",
            ["AI_SRE_LOCAL_SILOS"] = $"{layout.Silos}",
            ["AI_SRE_LOCAL_APIS"] = $"{layout.Apis}",
            ["AI_SRE_LOCAL_CONFIGURATION"] = layout.Configuration ?? SiloBuild.Configuration,
            ["AI_SRE_LOCAL_BUILD"] = "false",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            // A killed process would leave its debugger pipes behind in /tmp.
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        if (layout.Postgres is { } postgres) environment["AI_SRE_POSTGRES"] = postgres.ConnectionString();
        if (layout.Redis is { } redis) environment["AI_SRE_REDIS"] = redis.ConnectionString;
        foreach (var (name, value) in layout.Environment) environment[name] = value;
        PostgresConnectionString = environment.GetValueOrDefault("AI_SRE_POSTGRES")
            ?? $"Host=127.0.0.1;Port={port + 40};Username=postgres;Database=ai_sre";
        RedisConnectionString = environment.GetValueOrDefault("AI_SRE_REDIS") ?? $"127.0.0.1:{port + 41}";
        Silos = [.. Enumerable.Range(1, layout.Silos).Select(i => new ClusterProcess($"silo-{i}", port + 10 + i, folder.Path, environment))];
        Apis = [.. Enumerable.Range(1, layout.Apis).Select(i => new ClusterProcess($"api-{i}", port + i - 1, folder.Path, environment))];
        this.up = ChildProcess.Start("bash", [Script("up")], environment);
    }

    public IReadOnlyList<ClusterProcess> Silos { get; }

    public IReadOnlyList<ClusterProcess> Apis { get; }

    public string PostgresConnectionString { get; }

    public string RedisConnectionString { get; }

    /// <summary>What the script said and the last lines of every process, for the message of a failed test.</summary>
    public string Log =>
        string.Join(Environment.NewLine,
            [this.up.Log, .. Silos.Concat(Apis).Select(process => $"--- {process.Name}{Environment.NewLine}{process.Log}")]);

    /// <summary>Starts it and waits until every API takes alerts.</summary>
    public static async Task<ClusterProcesses> StartAsync(ClusterLayout? layout = null)
    {
        var cluster = new ClusterProcesses(layout ?? new ClusterLayout());
        try
        {
            await Poll.UntilAsync(
                "the cluster to be ready",
                () => cluster.up.HasExited
                    ? throw new InvalidOperationException(
                    $"deploy/local/up ended with code {cluster.up.ExitCode}.{Environment.NewLine}{cluster.Log}")
                    : Task.FromResult(cluster.up.Log.EndsWith("ready", StringComparison.Ordinal)),
                TimeSpan.FromMinutes(6), () => cluster.Log);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Silos.Concat(Apis)) await process.DisposeAsync();
        await this.up.TerminateAsync(TimeSpan.FromSeconds(60));
        await this.up.DisposeAsync();
        folder.Dispose();
    }

    internal static string Script(string name) => Path.Combine(SiloBuild.Root, "deploy", "local", name);
}
