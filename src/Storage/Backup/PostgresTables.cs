using System.Text.RegularExpressions;
using Npgsql;

namespace AiSre.Storage.Backup;

/// <summary>The tables that the scripts of the schema make, in a database that may hold others too.</summary>
internal static partial class PostgresTables
{
    public const string Versions = "schema_versions";

    /// <summary>What a start writes by itself, and the row that only fills a disk.</summary>
    private static readonly string[] Made = ["orleansquery", "probes"];

    private static readonly Lazy<string[]> Names = new(static () =>
        [.. SchemaScripts.For("postgres").Select(static script => script.Sql).Append(OrleansSchema.PostgresScript)
            .SelectMany(static sql => Create().Matches(sql)).Select(static match => match.Groups[1].Value.ToLowerInvariant()).Distinct()]);

    public static IReadOnlyList<string> All => Names.Value;

    /// <summary>Those of them that are there, with their columns.</summary>
    public static async Task<List<BackupTable>> PresentAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            SELECT table_name::text, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name::text = ANY ($1) AND is_generated = 'NEVER' GROUP BY table_name ORDER BY table_name
            """, connection) { Parameters = { new() { Value = All.Except(Made).ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<BackupTable>();
        while (await reader.ReadAsync()) tables.Add(new(reader.GetString(0), reader.GetFieldValue<string[]>(1)));
        return tables;
    }

    public static string Columns(BackupTable table) =>
        string.Join(", ", table.Columns.Select(static column => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    [GeneratedRegex(@"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Create();
}
