using System.Data.Common;

namespace AiSre.Storage.Reading;

/// <summary>
/// How a dialect runs the read side's SQL. Parameters are named <c>@name</c> and given in the order of their first use. A database that is away
/// is a <see cref="AiSre.Grains.LedgerUnavailableException"/>.
/// </summary>
public interface ILedgerReader
{
    /// <summary>The SQL of: a column's value is one of those in a parameter that is a <c>string[]</c>.</summary>
    string AnyOf(string column, string parameter);

    /// <summary>All rows.</summary>
    ValueTask<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters);

    /// <summary>The first row, or the type's default.</summary>
    ValueTask<T?> FirstAsync<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> parameters);
}
