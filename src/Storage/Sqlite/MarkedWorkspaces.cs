using AiSre.Grains.Ledger;
using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Sqlite;

/// <summary>Workspaces that are being deleted or were. There is one writer, so it knows of each from its commit on.</summary>
internal sealed class MarkedWorkspaces
{
    private readonly HashSet<string> ids = [];

    public MarkedWorkspaces(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM documents WHERE workspace = '{ErasureMark.Platform}' AND kind = '{ErasureMark.Kind}'";
        using var reader = command.ExecuteReader();
        while (reader.Read()) ids.Add(reader.GetString(0));
    }

    public bool Refuse(LedgerEntry entry) => ids.Count > 0 && ids.Contains(entry.Workspace) && ErasureMark.Concerns(entry);

    /// <summary>An entry is written, and may be the end of a workspace. When its batch fails, all of this is read again.</summary>
    public void Note(LedgerEntry entry)
    {
        if (ErasureMark.Of(entry) is { } id) ids.Add(id);
    }
}
