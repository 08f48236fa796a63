using System.Diagnostics;
using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>
/// Workspaces that are being deleted or were, as this silo's writer knows them: read again when its knowledge is older than a second, on the writer's
/// own connection, before the batch. Nothing is erased before <see cref="ErasureMark.KnownAfter"/>.
/// </summary>
internal sealed class GoneWorkspaces
{
    private const string Sql = $"SELECT id FROM documents WHERE workspace = '{ErasureMark.Platform}' AND kind = '{ErasureMark.Kind}'";

    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> ids = [];
    private long readAt;

    /// <summary>The entries of a batch that are written; the others hear that their workspace is gone.</summary>
    public IReadOnlyList<LedgerEntry> Sift(IReadOnlyList<LedgerEntry> batch, NpgsqlConnection connection)
    {
        if (readAt == 0 || Stopwatch.GetElapsedTime(readAt) > Oldest) Read(connection);
        if (ids.Count == 0 || !batch.Any(Refuses)) return batch;
        foreach (var entry in batch.Where(Refuses)) entry.Outcome = LedgerOutcome.Gone;
        return [.. batch.Where(entry => !Refuses(entry))];
    }

    /// <summary>The next batch asks again.</summary>
    public void Forget() => readAt = 0;

    private bool Refuses(LedgerEntry entry) => ids.Contains(entry.Workspace) && ErasureMark.Concerns(entry);

    private void Read(NpgsqlConnection connection)
    {
        var now = Stopwatch.GetTimestamp();
        using var command = new NpgsqlCommand(Sql, connection);
        using var reader = command.ExecuteReader();
        while (reader.Read()) ids.Add(reader.GetString(0));
        readAt = now;
    }
}
