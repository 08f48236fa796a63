using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AiSre.Diagnosis.Findings;
using AiSre.Diagnosis.Scenes;
using AiSre.Diagnosis.Signs;
using AiSre.Domain.Diagnosis;

namespace AiSre.Diagnosis.Rules;

/// <summary>What clients' logs say of their databases, in the words of MySQL, PostgreSQL, Redis, MongoDB, SQL Server and their drivers.</summary>
internal static partial class DatabaseRules
{
    public static ImmutableArray<Rule> All { get; } =
    [
        new("database_credentials_rejected", Rejected)
        {
            Needs = ["logs"],
            LooksAt = "Clients' logs: the database refuses the user or password",
            Advice = "Correct the user or password that the client is given (Secret), or that of the database's user, and restart the client.",
            Expected = "The client connects; the message does not come back.",
        },
        new("database_address_wrong", Unreached)
        {
            Needs = ["logs", "pods"],
            LooksAt = "Clients' logs: the database cannot be reached, while it runs and other clients reach it",
            Advice = "Correct the host or port that the client is given for its database.",
            Expected = "The client connects; the message does not come back.",
        },
        new("db_read_only", ReadOnly)
        {
            Needs = ["logs"],
            LooksAt = "Clients' logs: the database refuses writes because it is read-only",
            Advice = "Find out why it is read-only (a failover, a full disk, an option set by hand), and let it be writable again or point "
                + "clients to the primary.",
            Expected = "Writes succeed; the message does not come back.",
        },
        new("db_connection_exhaustion", TooMany)
        {
            Needs = ["logs"],
            LooksAt = "Logs of clients and of the database: no connection is left",
            Advice = "Close idle connections, lower the clients' pool sizes or raise the database's limit; look for the client that holds most.",
            Expected = "Clients connect again; connections in use stay below the limit.",
        },
        new("db_memory_full", scene => AtServer(scene, NoMemoryWords(), 0.92, (server, seen) =>
            Statement.That($"Database {server} has reached its memory limit (maxmemory) and refuses writes.", seen)))
        {
            Needs = ["logs"],
            LooksAt = "Clients' logs: the database refuses writes because its memory is full",
            Advice = "Raise maxmemory, set an eviction policy, or find the keys that nobody deletes.",
            Expected = "Writes succeed; memory in use stays below the limit.",
        },
        new("db_locked", scene => AtServer(scene, LockWords(), 0.8, (server, seen) =>
            Statement.That($"Transactions in database {server} wait for each other (locks, slow queries) until they time out.", seen)))
        {
            Needs = ["logs"],
            LooksAt = "Logs of clients and of the database: deadlocks, and statements that time out while they wait for a lock",
            Advice = "Find the transaction that holds the lock (or the query that is slow), end it, and make it shorter.",
            Expected = "Statements end in their usual time; no deadlock.",
        },
        new("connection_pool_exhausted", Pool)
        {
            Needs = ["logs"], IsConsequence = true,
            LooksAt = "Clients' logs: their own pool of database connections gives none in time",
            Advice = "Look for slow queries and connections that are not given back; only then make the pool larger.",
            Expected = "The wait for a connection is over; no timeout of the pool.",
        },
    ];

    private static IEnumerable<Finding> Rejected(Scene scene) =>
        from hit in Clients(scene, Denied()).DistinctBy(hit => hit.Who)
        let product = Product(hit.Line)
        let server = hit.Workload is null ? null : DatabaseServer.Of(scene, hit.Workload, product)
        select new Finding
        {
            Component = hit.Who, Confidence = 0.9,
            RootCause = StaleCredentials.Since(scene, hit, Denied()) is { } since
                ? Statement.That($"The database refuses the credentials (user or password) of {hit.Who.Name}, which it took before: they were "
                    + $"probably rotated since (Secret), and its running pods did not pick that up: {RuntimeRules.Short(hit.Line)}", hit.Seen, since)
                : Statement.That(
                    $"The database refuses the credentials (user or password) of {hit.Who.Name}: {RuntimeRules.Short(hit.Line)}", hit.Seen,
                    RuntimeRules.Named(hit)),
            Because = [.. Healthy(server)],
        };

    private static IEnumerable<Finding> Unreached(Scene scene)
    {
        var lost = Clients(scene, Link()).Where(hit => hit.Workload is not null && !SaysUnknownHost(scene, hit)).DistinctBy(hit => hit.Who).ToList();
        foreach (var hit in lost)
        {
            var server = DatabaseServer.Of(scene, hit.Workload!, Product(hit.Line));
            if (server is { IsShort: true } or { Desired: 0 }) continue;
            var others = lost.Count(other => other.Workload is { } workload && DatabaseServer.Of(scene, workload, Product(other.Line)) == server);
            yield return new()
            {
                Component = hit.Who, Confidence = hit.Workload!.IsShort ? (others <= 2 ? 0.88 : 0.5) : hit.At is null ? 0.4 : others <= 2 ? 0.7 : 0.5,
                RootCause = Statement.That(
                    $"{hit.Who.Name} cannot reach its database; the host or port that it is given is wrong: {RuntimeRules.Short(hit.Line)}",
                    hit.Seen, RuntimeRules.Named(hit)),
                Because = [.. Healthy(server)],
            };
        }
    }

    private static IEnumerable<Finding> ReadOnly(Scene scene) => AtServer(scene, ReadOnlyWords(), 0.92, (server, seen) =>
        Statement.That($"Database {server} is read-only and refuses writes.", seen));

    private static IEnumerable<Finding> TooMany(Scene scene) => AtServer(scene, TooManyWords(), 0.92, (server, seen) =>
        Statement.That($"Too many connections: database {server} has reached its connection limit and refuses new clients.", seen));

    /// <summary>What clients say of a database is one fault of the database, and the server's own log says the same.</summary>
    private static IEnumerable<Finding> AtServer(Scene scene, Regex words, double confidence, Func<string, Sighting[], Statement> says)
    {
        var hits = scene.Said(words).Where(hit => hit.Workload is not null)
            .Select(hit => (Hit: hit, Server: DatabaseServer.Product(scene, hit.Workload!) is null
                ? DatabaseServer.Of(scene, hit.Workload!, Product(hit.Line))
                : hit.Workload))
            .ToList();
        foreach (var group in hits.GroupBy(pair => pair.Server?.Component ?? pair.Hit.Who))
        {
            var first = group.First().Hit;
            ImmutableArray<Component> clients = [.. group.Select(pair => pair.Hit.Who).Where(who => who != group.Key).Distinct()];
            var server = Sighting.Of(group.Key, $"{group.Key.Name}: the database of {string.Join(", ", clients.Select(client => client.Name))}");
            yield return new()
            {
                Component = group.Key, Confidence = confidence, Affects = clients,
                RootCause = says(group.Key.Name, [first.Seen, server]),
                Because = [.. group.DistinctBy(pair => pair.Hit.Who).Take(3).Select(pair => Statement.That(
                    $"The log of {pair.Hit.Log.Pod} says: {RuntimeRules.Short(pair.Hit.Line)}", pair.Hit.Seen))],
            };
        }
    }

    private static IEnumerable<Finding> Pool(Scene scene) =>
        from hit in Clients(scene, PoolWords()).DistinctBy(hit => hit.Who)
        select new Finding
        {
            Component = hit.Who, Confidence = 0.6,
            RootCause = Statement.That(
                $"The connection pool of {hit.Who.Name} is exhausted: {RuntimeRules.Short(hit.Line)}", hit.Seen, RuntimeRules.Named(hit)),
        };

    private static IEnumerable<LogHit> Clients(Scene scene, Regex words) =>
        scene.Said(words).Where(hit => hit.Workload is null || DatabaseServer.Product(scene, hit.Workload) is null);

    private static bool SaysUnknownHost(Scene scene, LogHit hit) =>
        scene.Said(DnsRules.NameFails()).Any(other => other.Workload == hit.Workload);

    private static IEnumerable<Statement> Healthy(LiveWorkload? server)
    {
        if (server is null || server.Desired == 0 || server.IsShort) yield break;
        yield return Statement.That($"{server.Name} itself runs: {server.Ready} of {server.Desired} ready.",
            Sighting.Of(server.Component, $"status.readyReplicas: {server.Ready}, spec.replicas: {server.Desired}"));
    }

    /// <summary>Whose words a line is in; null where many say so.</summary>
    internal static string? Product(string line) =>
        MySql().IsMatch(line) ? "mysql"
        : Postgres().IsMatch(line) ? "postgres"
        : line.Contains("mongo", StringComparison.OrdinalIgnoreCase) ? "mongo"
        : Redis().IsMatch(line) ? "redis"
        : null;

    [GeneratedRegex(@"(?i)access denied for user|password authentication failed|\bER_ACCESS_DENIED|no pg_hba\.conf entry"
        + @"|MongoServerError: Authentication failed"
        + @"|MongoSecurityException|AuthenticationFailed\b.*mongo|SCRAM.*authentication failed|\bWRONGPASS\b|\bNOAUTH\b|NOPERM\b"
        + @"|invalid username-password pair"
        + @"|login failed for user|ORA-01017|ACCESS_REFUSED|SASL authentication failed|bad auth\s*:\s*authentication failed"
        + @"|role ""[^""]+"" does not exist"
        + @"|SQLSTATE\W{0,3}28P01|pq: password|invalid password for user|AuthenticationError.*(?:redis|mongo)|client sent AUTH, but no password"
        + @"|Handshake\.ErrorPacket")]
    private static partial Regex Denied();

    [GeneratedRegex(@"(?i)communications link failure|can't connect to (?:local )?(?:MySQL|MariaDB|server on)|could not connect to server"
        + @"|connection to server at"
        + @"|lost connection to MySQL|ECONNREFUSED [\w.:-]*:(?:3306|5432|6379|27017|1433)\b|MongoNetworkError|MongoServerSelectionError"
        + @"|ServerSelectionTimeoutError"
        + @"|error \d+ connecting to|RedisConnection(?:Failure)?Exception|unable to connect to redis|redis.*connection refused"
        + @"|dial tcp [\d.]+:(?:3306|5432|6379|27017|33\d\d|54\d\d).*(?:refused|timeout)|failed to connect to .*(?:postgres|mysql|database)"
        + @"|connection to [\w.-]+:\d+ refused\. check that the hostname and port are correct|SQLNonTransientConnectionException: (?:could not"
        + @"|cannot) connect|psycopg2\.OperationalError: could not")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?i)--(?:super-)?read-only option|read-only transaction|\bREADONLY\b You can't write|(?:database|server"
        + @"|table ""?\w*""?) is (?:in )?(?:marked )?read[- ]only"
        + @"|\bnot master and slaveOk|NotWritablePrimary|NotMaster(?:NoSlaveOk)?\b|node is not (?:the )?primary"
        + @"|attempt to write a readonly database|ER_OPTION_PREVENTS_STATEMENT|SQLSTATE\W{0,3}25006|database is in read-only mode")]
    private static partial Regex ReadOnlyWords();

    [GeneratedRegex(@"(?i)\btoo many (?:clients already|connections)\b|remaining connection slots are reserved|max number of clients reached"
        + @"|maxclients"
        + @"|\bER_(?:CON_COUNT|TOO_MANY_USER_CONNECTIONS)\b|max_user_connections|connection refused because too many open connections"
        + @"|too many open connections"
        + @"|SQLSTATE\W{0,3}53300|sorry, too many clients|connection limit exceeded for|maximum number of (?:client )?connections|ORA-00020"
        + @"|ORA-12519|no more connections allowed")]
    private static partial Regex TooManyWords();

    [GeneratedRegex(@"OOM command not allowed when used memory|(?i)maxmemory limit")]
    private static partial Regex NoMemoryWords();

    [GeneratedRegex(@"(?i)deadlock (?:detected|found when trying)|lock wait timeout exceeded|canceling statement due to (?:statement|lock) timeout"
        + @"|could not obtain lock|\bER_LOCK_(?:DEADLOCK|WAIT_TIMEOUT)\b|SQLSTATE\W{0,3}(?:40P01|55P03|57014)|still waiting for \w+Lock")]
    private static partial Regex LockWords();

    [GeneratedRegex(@"(?i)connection is not available, request timed out|timeout: pool empty|QueuePool limit of size|pool exhausted"
        + @"|connection pool (?:is )?exhausted"
        + @"|could not get a resource from the pool|timeout expired\.\s+The timeout period elapsed prior to obtaining a connection"
        + @"|remaining in pool: 0|timed out fetching a new connection")]
    private static partial Regex PoolWords();

    [GeneratedRegex(@"(?i)mysql|mariadb|--(?:super-)?read-only option|\bER_[A-Z_]+\b|communications link failure"
        + @"|SQLNonTransientConnectionException: Too many|access denied for user '")]
    private static partial Regex MySql();

    [GeneratedRegex(@"(?i)postgres|psycopg|\bpq:|npgsql|too many clients already|connection slots|pg_hba|password authentication failed for user")]
    private static partial Regex Postgres();

    [GeneratedRegex(@"(?i)redis|jedis|lettuce|\bWRONGPASS\b|\bNOAUTH\b|\bREADONLY You can't|max number of clients reached")]
    private static partial Regex Redis();
}
