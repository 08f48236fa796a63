using AiSre.Grains.Ledger;

namespace AiSre.Storage.Sqlite;

/// <summary>Writes rows that come from elsewhere. Its statements are made when they are needed first.</summary>
internal sealed class ImportStatements(Func<string, SqliteStatement> prepare, Func<long> nextEvent)
{
    private readonly ImportSql sql = new(ImportSql.Numbered('?'), drawsNumbers: false, "random()");
    private readonly Dictionary<string, List<SqliteStatement>> made = [];

    public LedgerOutcome Write(ImportRows entry)
    {
        if (!made.TryGetValue(entry.Table.Name, out var statements))
            made.Add(entry.Table.Name, statements = [.. sql.Of(entry.Table).Select(prepare)]);
        for (var i = 0; i < entry.Rows.Length; i++)
        {
            var more = ImportSql.MoreOf(entry, i, nextEvent);
            foreach (var statement in statements) Bind(statement, entry, i, more).Run();
        }
        return LedgerOutcome.Applied;
    }

    /// <summary>A statement that names fewer parameters is not harmed by more.</summary>
    private static SqliteStatement Bind(SqliteStatement statement, ImportRows entry, int row, long? more)
    {
        statement.Bind(entry.Workspace);
        foreach (var value in entry.Rows[row])
        {
            if (value is long number) statement.Bind(number);
            else statement.Bind((string?)value);
        }
        return more is { } last ? statement.Bind(last) : statement;
    }
}
