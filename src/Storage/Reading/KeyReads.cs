using System.Data.Common;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the documents in which workspaces keep their keys.</summary>
public sealed class KeyReads(ILedgerReader reader) : IKeyReads
{
    // The condition in so many words is what lets a database take the index of exactly these rows.
    internal const string VersionsSql = "SELECT workspace, version, changed_at FROM documents WHERE kind = 'workspace-keys' ORDER BY workspace";

    private const string AllSql = "SELECT workspace, version, changed_at, document FROM documents WHERE kind = 'workspace-keys' ORDER BY workspace";

    public async ValueTask<IReadOnlyList<KeysVersion>> VersionsAsync() => await reader.QueryAsync(VersionsSql, Version);

    public async ValueTask<IReadOnlyList<KeysDocument>> AllAsync() =>
        await reader.QueryAsync(AllSql, static row => new KeysDocument(Version(row), row.GetString(3)));

    private static KeysVersion Version(DbDataReader row) => new(row.GetString(0), row.GetInt32(1), row.GetInt64(2));
}
