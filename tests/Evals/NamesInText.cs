using System.Text;
using System.Text.RegularExpressions;

namespace AiSre.Evals;

/// <summary>
/// Replaces names in JSON text, the longest first and only whole words. A name that is also a common word or that of a product is replaced only
/// where an object is meant: the words of a driver (<c>com.mysql.jdbc</c>, <c>redis://</c>) stay.
/// </summary>
internal sealed partial class NamesInText(IReadOnlyDictionary<string, string> given, IReadOnlySet<string> namespaces)
{
    private static readonly char[] Joints = ['-', '.', '/', ':', '@'];
    private readonly Dictionary<string, string> names = new(given, StringComparer.Ordinal);
    private readonly int most = given.Keys.Max(name => 1 + name.Count(Joints.Contains));

    public string Replace(string text) => Run().Replace(text, found => found.Value[0] == '\\' ? found.Value : Replaced(text, found));

    private string Replaced(string text, Match found)
    {
        var run = found.Value;
        var starts = new List<int> { 0 };
        for (var at = 0; at < run.Length; at++) if (Joints.Contains(run[at])) starts.Add(at + 1);
        var lookup = this.names.GetAlternateLookup<ReadOnlySpan<char>>();
        StringBuilder? result = null;
        var copied = 0;
        for (var first = 0; first < starts.Count; first++)
        {
            for (var last = Math.Min(starts.Count, first + this.most) - 1; last >= first; last--)
            {
                var end = last + 1 < starts.Count ? starts[last + 1] - 1 : run.Length;
                if (!lookup.TryGetValue(run.AsSpan(starts[first]..end), out var name)
                    || !IsMeant(text, found.Index + starts[first], found.Index + end)) continue;
                (result ??= new()).Append(run, copied, starts[first] - copied).Append(name);
                (copied, first) = (end, last);
                break;
            }
        }

        return result is null ? run : result.Append(run, copied, run.Length - copied).ToString();
    }

    private bool IsMeant(string text, int start, int end)
    {
        var word = text[start..end];
        if (word.IndexOfAny(Joints) >= 0) return true;
        var (before, after) = (start == 0 ? ' ' : text[start - 1], end == text.Length ? ' ' : text[end]);
        if (text.AsSpan(end).StartsWith("://") || before == '-' || text.AsSpan(0, start).EndsWith("/role\":\"")) return false;
        if (before == '/' && text.AsSpan(Math.Max(0, start - 5)..start) is [.., 'i', 'o', '/']) return false;
        if (before == '.') return namespaces.Contains(word);
        if (after == '.' && Label().Match(text, end + 1).Value is { Length: > 0 } next) return next == "svc" || namespaces.Contains(next);
        if (!Product().IsMatch(word) && !Common().IsMatch(word)) return true;
        if (after == ':') return Port().IsMatch(text, end);
        return before is '/' or '"' or '@' || after == '/' || Said().IsMatch(text.AsSpan(Math.Max(0, start - 24)..start));
    }

    [GeneratedRegex(@"\\+(?:u[0-9a-fA-F]{4}|.)|[A-Za-z0-9_]+(?:[-./:@][A-Za-z0-9_]+)*")]
    private static partial Regex Run();

    [GeneratedRegex(@"\G[a-z0-9-]*")]
    private static partial Regex Label();

    [GeneratedRegex(@"\G:\d{2,5}\b(?![.-])")]
    private static partial Regex Port();

    [GeneratedRegex("^(?:master|worker|node|cache|db|database|gateway|proxy|api|app|web|queue|broker|server|client|leader|primary|.{1,3})$")]
    private static partial Regex Common();

    [GeneratedRegex(@"(?:lookup|host|host name|node|service|upstream|ENOTFOUND|EAI_AGAIN|Exception:|resolve|pod|to|on|at|from|by)[ '=]+$")]
    private static partial Regex Said();

    [GeneratedRegex("mysql|mariadb|percona|postgres|timescale|mongo|redis|valkey|keydb|cassandra|cockroach|elastic|opensearch|memcached|redpanda"
        + "|kafka|rabbitmq|nats|mssql|clickhouse|^pg$")]
    internal static partial Regex Product();
}
