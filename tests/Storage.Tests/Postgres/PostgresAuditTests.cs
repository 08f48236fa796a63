using AiSre.Grains.Ledger;
using AiSre.Storage.Reading;
using Npgsql;

namespace AiSre.Storage.Tests.Postgres;

/// <summary>Where several write at once, rows are numbered in one order and committed in another.</summary>
public sealed class PostgresAuditTests() : LedgerSuite(new PostgresDialect())
{
    private IActionReads Audit => Service<IActionReads>();

    [Fact]
    public async Task The_audit_does_not_end_behind_a_row_that_has_its_number_and_is_not_committed_yet()
    {
        await using var connection = (NpgsqlConnection)OpenConnection();
        await ExecuteAsync(connection, $"BEGIN; {Insert("early")}");
        await CommitAsync(new FactsEntry(Samples.Workspace) { Facts = new() { Audit = [new("dave", "done", "k", "late", 1)] } });
        // Both an order by time and one by number would pass over the one that is still to come.
        Assert.Equal(["late"], (await Audit.AuditAfterAsync(Samples.Workspace, 0, 9)).Select(row => row.Id));
        var end = Audit.AuditEndAsync().AsTask();
        Assert.Single(Rows(AuditSql.Postgres.Writers));
        await ExecuteAsync(connection, "COMMIT");
        Assert.Empty(Rows(AuditSql.Postgres.Writers));
        var rows = await Audit.AuditAfterAsync(Samples.Workspace, 0, 9);
        Assert.Equal(["early", "late"], rows.Select(row => row.Id));
        Assert.Equal(rows[^1].Seq, await end);
    }

    private static string Insert(string id) => $"""
        INSERT INTO audit (workspace, actor, action, kind, id, at, detail) VALUES ('{Samples.Workspace}', 'dave', 'done', 'k', '{id}', 1, '')
        """;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
