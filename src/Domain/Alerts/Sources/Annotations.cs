using System.Text;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// The annotations of one alert besides those that have a field of their own. Each is kept below the description, and each address in one is a link.
/// Reusable for the next alert.
/// </summary>
internal sealed class Annotations
{
    private const int Most = 64;
    private readonly List<(string Name, string Text)> others = [];

    public void Clear()
    {
        if (others.Count > 0) others.Clear();
    }

    public void Add(string name, string text)
    {
        // Grafana's own, for its own pages.
        if (others.Count < Most && !name.StartsWith("__", StringComparison.Ordinal)) others.Add((name, text));
    }

    public string? Find(string name)
    {
        foreach (var (known, text) in others)
        {
            if (known.Equals(name, StringComparison.OrdinalIgnoreCase)) return text;
        }
        return null;
    }

    /// <summary>The description, and below it a line for each of the others that is more than an address.</summary>
    public string? Below(string? description, ref LinkList links)
    {
        if (others.Count == 0) return description;
        var text = new StringBuilder(description);
        foreach (var (name, value) in others)
        {
            if (links.AddAnnotation(name, value)) continue;
            if (text.Length > 0) text.Append(text.Length == description?.Length ? "\n\n" : "\n");
            text.Append(name).Append(": ").Append(value);
        }
        return text.ToString();
    }
}
