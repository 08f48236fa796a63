namespace AiSre.Architecture.Tests;

/// <summary>Which folder uses which, and by what.</summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, Dictionary<string, SortedSet<string>>> uses = [];

    public void Add(string from, string to, string reason)
    {
        if (from == to) return;
        if (!uses.TryGetValue(from, out var targets)) uses[from] = targets = [];
        if (!targets.TryGetValue(to, out var reasons)) targets[to] = reasons = [];
        reasons.Add(reason);
    }

    /// <summary>Every arrow between folders that can reach each other, the thinnest first: what to cut.</summary>
    public IEnumerable<string> Circles(IReadOnlySet<string> folders) =>
        from use in uses
        from target in use.Value
        where folders.Contains(use.Key) && folders.Contains(target.Key) && Reaches(target.Key, use.Key, folders)
        orderby target.Value.Count
        select $"{use.Key} -> {target.Key} ({target.Value.Count}): {string.Join("; ", target.Value.Take(6))}";

    private bool Reaches(string from, string to, IReadOnlySet<string> folders)
    {
        var seen = new HashSet<string> { from };
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            if (folder == to) return true;
            foreach (var next in uses.GetValueOrDefault(folder, []).Keys.Where(next => folders.Contains(next) && seen.Add(next))) open.Push(next);
        }

        return false;
    }
}
