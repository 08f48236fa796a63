using AiSre.Domain.Deploys;
using AiSre.Grains.Deploys;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the <c>deploys</c> table, each a walk along an index.</summary>
public sealed class DeployReads(ILedgerReader reader) : IDeployReads
{
    private const string One = "SELECT document, version FROM deploys WHERE workspace = @workspace AND id = @id AND service = @service";

    internal const string Since = "SELECT document FROM deploys WHERE workspace = @workspace AND at >= @since ORDER BY at DESC LIMIT @limit";

    internal const string OfService = """
        SELECT document FROM deploys WHERE workspace = @workspace AND service = @service AND at >= @from AND at <= @to ORDER BY at DESC LIMIT @limit
        """;

    internal const string OfWorkload = """
        SELECT document FROM deploys WHERE workspace = @workspace AND namespace = @namespace AND at >= @from AND at <= @to AND workload = @workload
        ORDER BY at DESC LIMIT @limit
        """;

    public ValueTask<(Deploy Deploy, int Version)?> FindAsync(string workspace, string id, string service) => reader.FirstAsync<(Deploy, int)?>(
        One, row => (Read(row.GetString(0)), row.GetInt32(1)), ("@workspace", workspace), ("@id", id), ("@service", service));

    public async ValueTask<IReadOnlyList<Deploy>> RecentAsync(DeployFilter filter) =>
        Ordered(await reader.QueryAsync(RecentSql(filter), row => Read(row.GetString(0)), [.. ParametersOf(filter), ("@limit", (long)filter.Limit)]));

    public async ValueTask<IReadOnlyList<Deploy>> AroundAsync(
        string workspace, DeployTarget target, DateTimeOffset from, DateTimeOffset to, int limit)
    {
        var (begin, end, most) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), (long)limit);
        List<Deploy> found = [];
        if (target.Service is { Length: > 0 } service)
            found.AddRange(await reader.QueryAsync(
                OfService, row => Read(row.GetString(0)), ("@workspace", workspace), ("@service", service), ("@from", begin), ("@to", end),
                ("@limit", most)));
        if (target is { Namespace: { Length: > 0 } place, Workload: { Length: > 0 } workload })
            found.AddRange(await reader.QueryAsync(
                OfWorkload, row => Read(row.GetString(0)), ("@workspace", workspace), ("@namespace", place), ("@from", begin), ("@to", end),
                ("@workload", workload), ("@limit", most)));
        return [.. Ordered(found.DistinctBy(deploy => (deploy.Id, deploy.Service))).Take(limit)];
    }

    public async ValueTask<IReadOnlyList<Deploy>> SinceAsync(string workspace, DateTimeOffset since, int limit) => await reader.QueryAsync(
        Since, row => Read(row.GetString(0)), ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds()), ("@limit", (long)limit));

    internal static string RecentSql(DeployFilter filter)
    {
        var where = string.Join(" AND ", ParametersOf(filter).Select(parameter => $"{parameter.Name[1..]} = {parameter.Name}"));
        return $"SELECT document FROM deploys {(where.Length > 0 ? $"WHERE {where} " : "")}ORDER BY at DESC LIMIT @limit";
    }

    private static IEnumerable<(string Name, object? Value)> ParametersOf(DeployFilter filter)
    {
        if (filter.Workspace is not null) yield return ("@workspace", filter.Workspace);
        if (filter.Service is not null) yield return ("@service", filter.Service);
        if (filter.Namespace is not null) yield return ("@namespace", filter.Namespace);
    }

    /// <summary>Those of one instant in one order too.</summary>
    private static List<Deploy> Ordered(IEnumerable<Deploy> deploys) =>
    [
        .. deploys.OrderByDescending(deploy => deploy.At).ThenByDescending(deploy => deploy.Id, StringComparer.Ordinal)
            .ThenBy(deploy => deploy.Service, StringComparer.Ordinal),
    ];

    private static Deploy Read(string document) => DocumentText.Read<Deploy>(document);
}
