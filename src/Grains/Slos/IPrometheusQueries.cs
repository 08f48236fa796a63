using System.Collections.Immutable;

namespace AiSre.Grains.Slos;

/// <summary>Asks a Prometheus for one number. Whatever goes wrong is an answer.</summary>
public interface IPrometheusQueries
{
    /// <param name="workspace">Who asks: it only knows what is shared with it.</param>
    /// <param name="name">The cluster whose Prometheus it is; null: the default one. Never an address: that of a request could be anything.</param>
    /// <param name="query">PromQL that gives one series.</param>
    /// <param name="at">As of when.</param>
    /// <param name="of">Of several series the one with this label; null: there must be one.</param>
    Task<QueryAnswer> AskAsync(string workspace, string? name, string query, DateTimeOffset at, SeriesLabel? of = null);

    /// <summary>The values that a label has in the series of a query; none when nobody can be asked.</summary>
    Task<ImmutableArray<string>> ValuesAsync(string workspace, string? name, string query, DateTimeOffset at, string label);
}

/// <summary>Tells one series of a query from the others.</summary>
public readonly record struct SeriesLabel(string Name, string Value);

/// <param name="Result">What came of it.</param>
/// <param name="Value">The number; null unless there is one.</param>
/// <param name="Problem">Why there is none, as a sentence; null when it is simply missing.</param>
public readonly record struct QueryAnswer(QueryResult Result, double? Value = null, string? Problem = null)
{
    public static QueryAnswer Missing { get; } = new(QueryResult.Missing);
}

public enum QueryResult
{
    /// <summary>A number.</summary>
    Value = 0,

    /// <summary>No series, or one whose value is no number: nothing is known, which is not zero.</summary>
    Missing = 1,

    /// <summary>The query or the name is wrong: asking again changes nothing.</summary>
    Wrong = 2,

    /// <summary>It cannot be reached, is too slow, or fails: what was known last is all there is.</summary>
    Away = 3,
}
