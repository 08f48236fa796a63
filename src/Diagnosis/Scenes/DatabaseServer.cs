using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AiSre.Domain.Diagnosis;
using k8s.Models;

namespace AiSre.Diagnosis.Scenes;

/// <summary>
/// Which workloads are databases or brokers, by what they run, serve and say: image, mounts, ports and log. What they are called says nothing.
/// </summary>
public static partial class DatabaseServer
{
    private static readonly ConditionalWeakTable<Scene, Dictionary<Component, string>> Known = [];

    /// <summary>Ports that a product is known by.</summary>
    private static readonly Dictionary<int, string> Ports = new()
    {
        [3306] = "mysql", [5432] = "postgres", [27017] = "mongo", [6379] = "redis", [9092] = "kafka", [5672] = "rabbitmq", [4222] = "nats",
        [1433] = "mssql", [9042] = "cassandra", [11211] = "memcached",
    };

    /// <summary>The product: <c>mysql</c>; null for what serves no data. Clients and exporters of one are none.</summary>
    public static string? Product(Scene scene, LiveWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return Known.GetValue(scene, All).GetValueOrDefault(workload.Component);
    }

    /// <summary>
    /// The database that a client means: the only one of the product, or the likeliest by who calls it and whose it is.
    /// </summary>
    internal static LiveWorkload? Of(Scene scene, LiveWorkload client, string? product)
    {
        ImmutableArray<LiveWorkload> all = [.. scene.Workloads.Where(workload => workload.Namespace == client.Namespace
            && Product(scene, workload) is { } found && (product is null || found == product))];
        return all.Length <= 1 ? all.FirstOrDefault() ?? Called(scene, client, product) : all.MaxBy(one => Likelihood(scene, client, one));
    }

    private static Dictionary<Component, string> All(Scene scene)
    {
        var saying = (from entry in scene.Recent()
                      where entry.Workload is not null
                      from line in entry.Log.Lines
                      let found = Serves().Match(line)
                      where found.Success
                      select (entry.Workload!.Component, Product: Group(found)))
            .DistinctBy(pair => pair.Component).ToDictionary(pair => pair.Component, pair => pair.Product);
        var services = scene.Cluster.Services.SelectMany(service => scene.Behind(service).Select(workload => (workload.Component, service)))
            .ToLookup(pair => pair.Component, pair => pair.service);
        var all = new Dictionary<Component, string>();
        foreach (var workload in scene.Workloads.Where(workload => workload.Component.Kind is not "Job" and not "CronJob"))
        {
            var product = ByImage(workload) ?? BySetup(workload) ?? ByPort(workload, services[workload.Component])
                ?? saying.GetValueOrDefault(workload.Component);
            if (product is not null) all.TryAdd(workload.Component, product);
        }

        return all;
    }

    private static string? ByImage(LiveWorkload workload) => Serving(workload).Select(container => Image().Match(LastPart(container)))
        .Where(found => found.Success).Select(found => Family(found.Value)).FirstOrDefault();

    /// <summary>Where it keeps its data, or the program that it starts or is probed with.</summary>
    private static string? BySetup(LiveWorkload workload)
    {
        foreach (var container in Serving(workload))
        {
            var words = string.Join(' ', (container.VolumeMounts ?? []).Select(mount => mount.MountPath)
                .Concat((container.Command ?? []).Take(1))
                .Concat(container.ReadinessProbe?.Exec?.Command ?? []).Concat(container.LivenessProbe?.Exec?.Command ?? []));
            if (Setup().Match(words) is { Success: true } found && !OfAnother().IsMatch(words)) return Group(found);
        }

        return null;
    }

    private static string? ByPort(LiveWorkload workload, IEnumerable<V1Service> before) => Serving(workload)
        .SelectMany(container => container.Ports ?? []).Select(port => port.ContainerPort)
        .Concat(before.SelectMany(service => service.Spec.Ports ?? []).Select(port => port.Port))
        .Select(port => Ports.GetValueOrDefault(port)).FirstOrDefault(product => product is not null);

    private static IEnumerable<V1Container> Serving(LiveWorkload workload) =>
        workload.Containers.Where(container => !Beside().IsMatch(LastPart(container)));

    private static string LastPart(V1Container container)
    {
        var image = container.Image ?? "";
        return image[(image.LastIndexOf('/') + 1)..].Split(':', '@')[0];
    }

    private static string Group(Match found) => found.Groups.Values.First(group => group.Success && !char.IsAsciiDigit(group.Name[0])).Name;

    /// <summary>
    /// Called by the client; of the client, or of another; in the mesh as the client is; called by others. Its name is a hint where nothing else
    /// tells: <c>search-db</c> of <c>search</c>.
    /// </summary>
    private static int Likelihood(Scene scene, LiveWorkload client, LiveWorkload server)
    {
        var stem = Engine().Replace(server.Name, "").Trim('-');
        var isClients = stem.Length > 0 && client.Name.StartsWith(stem, StringComparison.Ordinal);
        return (scene.Graph.CallsOf(client.Component).Contains(server.Component) ? 8 : 0)
            + (IsOf(server, client) ? 4 : IsAnothers(scene, server) ? -4 : 0)
            + (client.Pods.Any(PodSigns.HasSidecar) == server.Pods.Any(PodSigns.HasSidecar) ? 2 : 0)
            + (isClients ? 1 : stem.Length > 0 && scene.Named(server.Namespace, stem) is not null ? -1 : 0)
            + Math.Min(3, scene.Graph.CallersOf(server.Component).Count);
    }

    /// <summary>The database or user that it is set up with is called like a workload that is not the client.</summary>
    private static bool IsAnothers(Scene scene, LiveWorkload server) =>
        Owners(server).Any(owner => scene.Named(server.Namespace, owner) is { } other && other != server);

    private static bool IsOf(LiveWorkload server, LiveWorkload client) => Owners(server).Contains(client.Name);

    private static IEnumerable<string> Owners(LiveWorkload server) => server.Containers.SelectMany(container => container.Env ?? [])
        .Where(variable => Owner().IsMatch(variable.Name)).Select(variable => variable.Value).OfType<string>();

    private static LiveWorkload? Called(Scene scene, LiveWorkload client, string? product) => scene.Graph.CallsOf(client.Component)
        .Select(scene.WorkloadAt).OfType<LiveWorkload>()
        .FirstOrDefault(one => Product(scene, one) is { } found && (product is null || found == product));

    private static string Family(string found) => found.ToLowerInvariant() switch
    {
        "mariadb" or "percona" or "mysql" => "mysql",
        "postgresql" or "postgres" or "timescaledb" or "pg" or "pgx" => "postgres",
        "mongodb" or "mongo" => "mongo",
        "valkey" or "keydb" or "redis" => "redis",
        "redpanda" or "kafka" => "kafka",
        "rabbitmq" => "rabbitmq",
        var other => other,
    };

    [GeneratedRegex(@"(?i)mysql|mariadb|percona|postgres(?:ql)?|timescaledb|(?<![a-z])pgx?(?![a-z])|mongo(?:db)?|redis|valkey|keydb|cassandra"
        + @"|cockroach|elasticsearch"
        + @"|opensearch|memcached|redpanda|kafka|rabbitmq|nats|mssql|clickhouse")]
    private static partial Regex Image();

    [GeneratedRegex(@"(?<mysql>/var/lib/mysql\b|\bmysqld\b|\bmysqladmin\b)|(?<postgres>/var/lib/postgresql\b|\bpg_isready\b)"
        + @"|(?<mongo>/data/db\b|\bmongod\b|\bmongosh\b)|(?<redis>\bredis-(?:server|cli)\b)|(?<rabbitmq>/var/lib/rabbitmq\b|\brabbitmq-diagnostics\b)"
        + @"|(?<kafka>/var/lib/kafka\b)|(?<cassandra>/var/lib/cassandra\b|\bnodetool\b)")]
    private static partial Regex Setup();

    [GeneratedRegex(@"\s(?:-h|--host)[ =](?!localhost|127\.)")]
    private static partial Regex OfAnother();

    /// <summary>What only the server itself says.</summary>
    [GeneratedRegex(@"(?<mysql>\bmysqld: ready for connections|\[InnoDB\]|\bInnoDB: )|(?<postgres>database system is ready to accept connections"
        + @"|\[\d+\] (?:LOG|FATAL|ERROR|PANIC|HINT):  )|(?<mongo>""s"":""\w"",\s*""c"":""[A-Z]+"",)|(?<redis>\d+:[MSC] \d\d \w{3} \d{4} )"
        + @"|(?<rabbitmq>\brabbit@|\brabbit_)|(?<kafka>\bkafka\.server\.|\[KafkaServer id=)")]
    private static partial Regex Serves();

    [GeneratedRegex(@"^(?:MYSQL|MARIADB|POSTGRES|POSTGRESQL|MONGO_INITDB|MONGODB|RABBITMQ_DEFAULT)_(?:DATABASE|DB|USER|USERNAME)$")]
    private static partial Regex Owner();

    /// <summary>What a database's name says of what it is and not of whose it is.</summary>
    [GeneratedRegex(@"(?i)-?(?:mysql|mariadb|percona|postgres(?:ql)?|mongo(?:db)?|redis|pgx?|db|database|cache|primary|master)(?![a-z])")]
    private static partial Regex Engine();

    [GeneratedRegex(@"(?i)exporter|client|proxy|operator|backup|admin|ui\b|insight|migrat")]
    private static partial Regex Beside();
}
