using System.Data.Common;

namespace AiSre.Storage.Reading;

/// <summary>
/// How a dialect runs the read side's SQL. Parameters are named <c>@name</c> and given in the order of their first use. A database that is away
/// is a <see cref="AiSre.Grains.LedgerUnavailableException"/>.
/// </summary>
public interface ILedgerReader
{
    /// <summary>All rows.</summary>
    ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>The first row, or the type's default.</summary>
    ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters);
}
