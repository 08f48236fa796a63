using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Writes to the <c>deploys</c> table.</summary>
internal static class DeployCommands
{
    private const string CreateSql = """
        INSERT INTO deploys (workspace, id, service, version, namespace, workload, at, document)
        SELECT n.workspace, n.id, n.service, 1, n.namespace, n.workload, n.at, n.document
        FROM unnest($1, $2, $3, $4, $5, $6, $7) AS n (workspace, id, service, namespace, workload, at, document)
        ON CONFLICT DO NOTHING RETURNING workspace, id, service, 0
        """;

    private const string UpdateSql = """
        UPDATE deploys d SET version = d.version + 1, namespace = n.namespace, workload = n.workload, at = n.at, document = n.document
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS n (workspace, id, service, namespace, workload, at, document, version)
        WHERE d.workspace = n.workspace AND d.id = n.id AND d.service = n.service AND d.version = n.version
        RETURNING d.workspace, d.id, d.service, n.version
        """;

    private static readonly string ForgetSql = $"""
        WITH old AS MATERIALIZED (
          SELECT d.workspace, d.id, d.service
          FROM unnest($1) AS n (workspace), LATERAL (
            SELECT o.workspace, o.id, o.service FROM deploys o WHERE o.workspace = n.workspace AND o.at < $2 ORDER BY o.at LIMIT {DeployForgetting.AtOnce}) AS d)
        DELETE FROM deploys d USING old o WHERE d.workspace = o.workspace AND d.id = o.id AND d.service = o.service
        """;

    /// <summary>Answers those that were not there yet, or still what their callers had read.</summary>
    public static void Write(Pipeline pipeline, BatchPlan plan, HashSet<DeployRow> written)
    {
        var rows = plan.Deploys.DistinctBy(DeployRow.Of).OrderBy(entry => entry.Workspace, StringComparer.Ordinal)
            .ThenBy(entry => entry.Deploy.Id, StringComparer.Ordinal).ThenBy(entry => entry.Deploy.Service, StringComparer.Ordinal).ToLookup(
                entry => entry.Version == 0);
        pipeline.Add([.. rows[true]], entries => Deploys(CreateSql, entries), row => written.Add(DeployRow.Read(row)));
        pipeline.Add([.. rows[false]], entries => Deploys(UpdateSql, entries).Int(entry => entry.Version), row => written.Add(DeployRow.Read(row)));
    }

    public static void Forget(Pipeline pipeline, BatchPlan plan, long now)
    {
        List<string> workspaces = [.. plan.Deploys.Select(entry => entry.Workspace).Distinct().Order(StringComparer.Ordinal)];
        if (workspaces.Count == 0) return;
        var forget = new RowsCommand<string>(ForgetSql, workspaces).Text(workspace => workspace).Command;
        forget.Parameters.Add(new NpgsqlParameter<long> { TypedValue = DeployForgetting.Before(now) });
        pipeline.Add(forget);
    }

    private static RowsCommand<DeployWrite> Deploys(string sql, IReadOnlyList<DeployWrite> rows) => new RowsCommand<DeployWrite>(sql, rows)
        .Text(row => row.Workspace).Text(row => row.Deploy.Id).Text(row => row.Deploy.Service).Text(row => row.Deploy.Namespace)
        .Text(row => row.Deploy.WorkloadName).Long(row => row.Deploy.At.ToUnixTimeMilliseconds()).Text(row => DocumentText.Write(row.Deploy));
}

/// <summary>A version of a deploy's row.</summary>
internal readonly record struct DeployRow(string Workspace, string Id, string Service, int Version)
{
    public static DeployRow Of(DeployWrite entry) => new(entry.Workspace, entry.Deploy.Id, entry.Deploy.Service, entry.Version);

    public static DeployRow Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3));
}
