using System.Text.RegularExpressions;

namespace AiSre.Architecture.Tests;

/// <summary>What belongs to a workspace says so in its row, so that no query can forget whose it is.</summary>
public sealed partial class SchemaTests
{
    private static readonly Dictionary<string, string> WithoutWorkspace = new()
    {
        ["workspaces"] = "is the list of them: its id is the workspace",
        ["probes"] = "one row that shows that a commit reaches the disk",
        ["ledger_writers"] = "which transaction a process committed last",
        ["schema_versions"] = "which scripts have run",
        ["OrleansQuery"] = "Orleans' own",
        ["OrleansStorage"] = "Orleans' own; the workspace is in the grain's key",
        ["OrleansReminders"] = "Orleans' own",
    };

    [Fact]
    public void Every_table_has_a_workspace() => Violations.None("Tables without a workspace",
        from table in Tables()
        where !WithoutWorkspace.ContainsKey(table.Name) && !Workspace().IsMatch(table.Columns)
        select $"{table.Name} in {table.File}");

    [Fact]
    public void What_needs_none_exists() =>
        Violations.None("Exceptions for tables that are not there", WithoutWorkspace.Keys.Except(Tables().Select(table => table.Name)));

    private static IEnumerable<(string File, string Name, string Columns)> Tables() =>
        from file in Directory.EnumerateFiles(Path.Combine(House.Repository, "src", "Storage"), "*.*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".sql" or ".cs" && !file.Contains("/obj/", StringComparison.Ordinal)
            && !file.Contains("/bin/", StringComparison.Ordinal)
        from Match table in CreateTable().Matches(File.ReadAllText(file))
        select (Path.GetFileName(file), table.Groups["name"].Value, table.Groups["columns"].Value);

    [GeneratedRegex(@"CREATE TABLE (?:IF NOT EXISTS )?(?<name>\w+)\s*\((?<columns>.*?)\)\s*(?:WITHOUT ROWID|STRICT|WITH\s*\(.*?\)|,|\s)*;",
        RegexOptions.Singleline)]
    private static partial Regex CreateTable();

    [GeneratedRegex(@"^\s*workspace\s+text\s+NOT NULL", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Workspace();
}
