using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Marks of what came from the spool, among the delivery ids. They are written before anything else: of two batches that take up the same alert at
/// once, of two silos, the second waits here for the first and finds its mark.
/// </summary>
internal static class MarkCommands
{
    private const string InsertSql = $"""
        INSERT INTO deliveries (workspace, source, id, at, status, response)
        SELECT n.workspace, '{SpoolMark.Source}', n.id, n.at, 0, '' FROM unnest($1, $2, $3) AS n (workspace, id, at)
        ON CONFLICT DO NOTHING RETURNING workspace, id
        """;

    private const string DeleteSql = $"""
        DELETE FROM deliveries d USING unnest($1, $2) AS n (workspace, id) WHERE d.workspace = n.workspace AND d.source = '{SpoolMark.Source}' AND d.id = n.id
        """;

    /// <summary>Answers those that were not there.</summary>
    public static RowsCommand<(MarkKey Key, long At)> Insert(IReadOnlyList<(MarkKey Key, long At)> marks) =>
        new RowsCommand<(MarkKey Key, long At)>(InsertSql, marks).Text(mark => mark.Key.Workspace).Text(mark => mark.Key.Id).Long(mark => mark.At);

    /// <summary>Those of entries that were refused for another reason.</summary>
    public static void Remove(Pipeline pipeline, IEnumerable<MarkKey> marks) =>
        pipeline.Add([.. marks], rows => new RowsCommand<MarkKey>(DeleteSql, rows).Text(mark => mark.Workspace).Text(mark => mark.Id));
}

/// <summary>What names a <see cref="SpoolMark"/>.</summary>
internal readonly record struct MarkKey(string Workspace, string Id)
{
    public static MarkKey Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1));
}
