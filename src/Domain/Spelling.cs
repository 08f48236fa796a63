namespace AiSre.Domain;

/// <summary>Words for people who have mistyped a name.</summary>
public static class Spelling
{
    private const int ShownNames = 20;
    private const int ShownCharacters = 60;

    /// <summary>The end of a sentence about a name that does not exist: the one that was probably meant, and all that are allowed.</summary>
    public static string Allowed(string given, IEnumerable<string> names)
    {
        var all = names.ToList();
        if (all.Count == 0) return "there are none.";
        var shown = string.Join(", ", all.Take(ShownNames)) + (all.Count > ShownNames ? $" and {all.Count - ShownNames} more" : "");
        return Nearest(given, all) is { } near ? $"did you mean '{near}'? Allowed: {shown}." : $"allowed: {shown}.";
    }

    /// <summary>The name that differs least, when it differs little; else the one that holds it, or that it holds.</summary>
    public static string? Nearest(string given, IEnumerable<string> names)
    {
        if (given.Length > ShownCharacters) return null;
        var (best, distance) = names.Where(name => Math.Abs(name.Length - given.Length) <= 3)
            .Select(name => (Name: name, Distance: Distance(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .DefaultIfEmpty((Name: "", Distance: int.MaxValue))
            .MinBy(candidate => candidate.Distance);
        if (distance <= Math.Max(1, given.Length / 3) && distance <= 3) return best;
        return given.Length < 3 ? null : names.FirstOrDefault(name =>
            name.Length >= 3
                && (name.Contains(given, StringComparison.OrdinalIgnoreCase) || given.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A text of unknown length and content inside of a sentence.</summary>
    public static string Shown(string text)
    {
        var clean = string.Concat(text.Take(ShownCharacters).Select(character => char.IsControl(character) ? ' ' : character));
        return text.Length > ShownCharacters ? clean + "…" : clean;
    }

    /// <summary>Insertions, deletions, exchanges of a letter, and of two neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }
}
