using AiSre.Cluster.Tests.Kill;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>Two silos and two APIs on servers that a test can take away, with clients that never pause.</summary>
internal sealed class ClusterUnderLoad : IAsyncDisposable
{
    private const int Connections = 16;
    private readonly ITestOutputHelper output;
    private Task clients = Task.CompletedTask;

    private ClusterUnderLoad(ITestOutputHelper output, PostgresServer postgres, RedisServer redis) =>
        (this.output, Postgres, Redis) = (output, postgres, redis);

    public PostgresServer Postgres { get; }
    public RedisServer Redis { get; }
    public ClusterProcesses Processes { get; private set; } = null!;
    public MixedLoad Load { get; private set; } = null!;
    public Random Random { get; private set; } = null!;

    public static async Task<ClusterUnderLoad> StartAsync(ITestOutputHelper output)
    {
        var seed = TestSeed.Choose();
        output.WriteLine($"AI_SRE_TEST_SEED={seed}");
        var cluster = new ClusterUnderLoad(output, await PostgresServer.StartAsync(), await RedisServer.StartAsync()) { Random = new Random(seed) };
        try
        {
            cluster.Processes = await ClusterProcesses.StartAsync(new ClusterLayout { Postgres = cluster.Postgres, Redis = cluster.Redis });
            cluster.Load = new MixedLoad([.. cluster.Processes.Apis.Select(api => api.Port)], seed);
            cluster.clients = cluster.Load.RunAsync(Connections);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9, and after a moment it is started again.</summary>
    public async Task KillAndRestartAsync(ClusterProcess process, TimeSpan downFor)
    {
        this.output.WriteLine($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} kill -9 {process.Name}");
        await process.KillAsync();
        await Task.Delay(downFor);
        await process.RestartAsync();
    }

    /// <summary>Ends the load, waits until nothing waits in the spool, and compares what is stored with what was acknowledged.</summary>
    public async Task<IReadOnlyList<string>> AuditAsync()
    {
        Load.Stop();
        await clients;
        Describe();
        await Poll.UntilNoneAsync("the spool to be empty", SpoolDepthAsync, () => Processes.Log);
        return Audit.Check(StoredAlerts.InPostgres(Postgres.ConnectionString()), Load.Tallies);
    }

    /// <summary>As the silos see it; the largest of their answers, and -1 when one gives none.</summary>
    public async Task<long> SpoolDepthAsync()
    {
        var depths = await Task.WhenAll(Processes.Silos.Select(async silo =>
        {
            try
            {
                var line = (await silo.Http.GetStringAsync(new Uri("metrics", UriKind.Relative))).Split('\n')
                    .First(line => line.StartsWith("ai_sre_spool_depth ", StringComparison.Ordinal));
                return (long)double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (HttpRequestException)
            {
                return -1;
            }
        }));
        return depths.Contains(-1) ? -1 : depths.Max();
    }

    public async ValueTask DisposeAsync()
    {
        Load?.Stop();
        await clients;
        if (Processes is not null) await Processes.DisposeAsync();
        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
    }

    private void Describe()
    {
        var tallies = Load.Tallies.Values;
        this.output.WriteLine(
            $"{Load.Requests} requests acknowledged ({Load.Queued} of them queued), {Load.Failed} given up, {Load.Attempts} attempts, longest "
                + $"{Load.Longest.TotalSeconds:0.00} s");
        this.output.WriteLine($"statuses: {string.Join(", ", Load.Statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {pair.Value}"))}");
        this.output.WriteLine(
            $"{tallies.Sum(t => t.Acknowledged)} alerts acknowledged, {tallies.Sum(t => t.Maybe)} in doubt, {tallies.Count} identities, "
                + $"{tallies.Count(t => t.ResolveAcknowledged)} resolved");
    }
}
