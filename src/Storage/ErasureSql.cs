using AiSre.Grains.Ledger;

namespace AiSre.Storage;

/// <summary>What is the same in all dialects of taking rows out.</summary>
internal static class ErasureSql
{
    /// <summary>The column that says whose a row is.</summary>
    public static string WorkspaceOf(string table) => table == EraseRows.List ? "id" : "workspace";

    /// <summary>What rows of a table must be to go by their age; <c>{0}</c> is the limit.</summary>
    public static string Age(string table) => table switch
    {
        "outbox" => "status IN (1, 3) AND done_at < {0}",
        "actions" => "at < {0}",
        "audit" => "seq <= {0}",
        _ => throw new ArgumentException($"Rows of {table} do not go by their age.", nameof(table)),
    };

    /// <summary>Documents that lie beside an incident, under its id.</summary>
    public const string KindsOfIncident = "'diagnosis', 'diagnosis-verdict'";

    /// <summary>Grains that have an incident's id, and alarms.</summary>
    public const string AlarmsOfIncident = "'incident', 'diagnosis'";
}
