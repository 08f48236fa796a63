using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AiSre.KubernetesStub;

/// <summary>Lists in parts: the token leads into the list as it was when its first part was asked for.</summary>
internal sealed class Paging
{
    private readonly ConcurrentDictionary<string, List<JsonObject>> kept = [];
    private int tokens;
    private int left;

    /// <summary>From now on every token that was given is too old.</summary>
    public void Expire() => kept.Clear();

    public void ExpireAfter(int parts) => left = parts;

    public (IReadOnlyList<JsonObject> Items, string? Next, int Remaining) Part(Func<List<JsonObject>> all, int limit, string? token)
    {
        var (items, from) = token is null ? (all(), 0) : Kept(token);
        var part = limit > 0 ? items.Skip(from).Take(limit).ToList() : items.Skip(from).ToList();
        var reached = from + part.Count;
        if (reached >= items.Count) return (part, null, 0);
        var id = token?.Split(':')[0] ?? Interlocked.Increment(ref tokens).ToString(CultureInfo.InvariantCulture);
        kept[id] = items;
        if (left > 0 && --left == 0) Expire();
        return (part, string.Create(CultureInfo.InvariantCulture, $"{id}:{reached}"), items.Count - reached);
    }

    private (List<JsonObject> Items, int From) Kept(string token) =>
        token.Split(':') is [var id, var from] && kept.TryGetValue(id, out var items)
            ? (items, int.Parse(from, CultureInfo.InvariantCulture))
            : throw new StatusException(410, "Expired", "The provided continue parameter is too old to display a consistent list result. You can "
                + "start a new list without the continue parameter, or use the continue token in this response to retrieve the "
                + "remainder of the results.");
}
