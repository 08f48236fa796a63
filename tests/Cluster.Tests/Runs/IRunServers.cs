using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Runs;

/// <summary>What runs live on, and what is killed.</summary>
internal interface IRunServers : IAsyncDisposable
{
    HttpClient Http { get; }

    string Log { get; }

    /// <summary>Processes that runs live in.</summary>
    int Count { get; }

    /// <summary>kill -9.</summary>
    Task KillAsync(IReadOnlyCollection<int> which);

    /// <summary>Starts again what was killed, and waits for it.</summary>
    Task RestartAsync(IReadOnlyCollection<int> which);
}

/// <summary>One process on SQLite.</summary>
internal sealed class EmbeddedServer(SiloProcess silo) : IRunServers
{
    public HttpClient Http => silo.Http;

    public string Log => silo.Log;

    public int Count => 1;

    public static async Task<IRunServers> StartAsync(IReadOnlyDictionary<string, string> environment) =>
        new EmbeddedServer(await SiloProcess.StartAsync(new() { Environment = environment }));

    public Task KillAsync(IReadOnlyCollection<int> which) => silo.KillAsync();

    public Task RestartAsync(IReadOnlyCollection<int> which) => silo.RestartAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();
}

/// <summary>Two silos that share a PostgreSQL, behind an API that outlives them.</summary>
internal sealed class TwoSilos(ClusterProcesses cluster) : IRunServers
{
    public HttpClient Http => cluster.Apis[0].Http;

    public string Log => cluster.Log;

    public int Count => cluster.Silos.Count;

    public static async Task<IRunServers> StartAsync(IReadOnlyDictionary<string, string> environment) =>
        new TwoSilos(await ClusterProcesses.StartAsync(new() { Silos = 2, Apis = 1, Environment = environment }));

    public Task KillAsync(IReadOnlyCollection<int> which) => Task.WhenAll(which.Select(silo => cluster.Silos[silo].KillAsync()));

    public async Task RestartAsync(IReadOnlyCollection<int> which)
    {
        foreach (var silo in which) await cluster.Silos[silo].RestartAsync();
        foreach (var silo in which) await cluster.Silos[silo].WaitUntilReadyAsync();
        await cluster.Apis[0].WaitUntilReadyAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
