using System.Data.Common;

namespace AiSre.Storage.Reading;

/// <summary>Reads of what many ids have: some at once, and fewer are filled up, so that there is one statement.</summary>
internal static class ManyIds
{
    private const int AtOnce = 40;

    /// <summary>In the statement, behind <c>IN</c>, after all other parameters.</summary>
    public static readonly string Places = $"({string.Join(", ", Enumerable.Range(0, AtOnce).Select(i => $"@i{i}"))})";

    public static async Task<List<T>> QueryAsync<T>(
        this ILedgerReader reader, string sql, Func<DbDataReader, T> map, IReadOnlyCollection<string> ids, params (string, object?)[] others)
    {
        var found = new List<T>(ids.Count);
        foreach (var chunk in ids.Chunk(AtOnce))
        {
            var filled = Enumerable.Range(0, AtOnce).Select(i => ($"@i{i}", (object?)chunk[Math.Min(i, chunk.Length - 1)]));
            (string, object?)[] parameters = [.. others, .. filled];
            found.AddRange(await reader.QueryAsync(sql, map, parameters));
        }
        return found;
    }
}
