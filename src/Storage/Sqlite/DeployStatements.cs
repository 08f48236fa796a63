using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes to the <c>deploys</c> table.</summary>
internal sealed class DeployStatements(Func<string, SqliteStatement> prepare, TimeProvider clock)
{
    private readonly SqliteStatement insert = prepare("""
        INSERT INTO deploys (workspace, id, service, version, namespace, workload, at, document) VALUES (?, ?, ?, 1, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """);

    private readonly SqliteStatement update = prepare("""
        UPDATE deploys SET version = version + 1, namespace = ?, workload = ?, at = ?, document = ? WHERE workspace = ? AND id = ? AND service = ? AND version = ?
        """);

    private readonly SqliteStatement forget = prepare($"""
        DELETE FROM deploys WHERE rowid IN (SELECT rowid FROM deploys WHERE workspace = ? AND at < ? ORDER BY at LIMIT {DeployForgetting.AtOnce})
        """);

    public LedgerOutcome Write(DeployWrite entry)
    {
        var deploy = entry.Deploy;
        var (at, document) = (deploy.At.ToUnixTimeMilliseconds(), DocumentText.Write(deploy));
        var written = entry.Version == 0
            ? insert.Bind(deploy.Workspace).Bind(deploy.Id).Bind(deploy.Service).Bind(deploy.Namespace).Bind(deploy.WorkloadName).Bind(at)
                .Bind(document).Run()
            : update.Bind(deploy.Namespace).Bind(deploy.WorkloadName).Bind(at).Bind(document)
                .Bind(deploy.Workspace).Bind(deploy.Id).Bind(deploy.Service).Bind(entry.Version).Run();
        if (written == 0) return LedgerOutcome.Conflict;
        forget.Bind(deploy.Workspace).Bind(DeployForgetting.Before(clock.GetUtcNow().ToUnixTimeMilliseconds())).Run();
        return LedgerOutcome.Applied;
    }
}
