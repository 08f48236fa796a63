using System.Collections.Immutable;

namespace AiSre.Integrations.LogBackends;

/// <summary>Which lines are wanted of a backend. Names come from alerts and clusters, so whoever writes a query escapes them.</summary>
/// <param name="Pods">By their names.</param>
/// <param name="Workloads">All pods whose names begin with one of these and a dash, whether or not they still exist.</param>
internal sealed record LogQuestion(
    string Namespace, ImmutableArray<string> Pods, ImmutableArray<string> Workloads, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Lines of one page: what every backend gives at once.</summary>
    public const int PageSize = 500;

    /// <summary>Lines in all: far more than a diagnosis can hold, so that those which complain are among them.</summary>
    public const int Most = 2_000;

    public IEnumerable<string> Prefixes => Workloads.Select(name => name + "-");
}
