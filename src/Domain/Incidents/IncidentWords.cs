using AiSre.Domain.Alerts;

namespace AiSre.Domain.Incidents;

/// <summary>What an incident is found by: lines in small letters, each between two line feeds.</summary>
public static class IncidentWords
{
    /// <summary>Words that one search looks for, at most.</summary>
    public const int MostWords = 16;

    /// <summary>Title, id, source, where it is, and the values of its labels; each once.</summary>
    public static string Text(Incident incident)
    {
        List<string> lines = [incident.Title, incident.Id, incident.Source];
        foreach (var (_, value) in Places(incident.Subject)) Add(lines, value);
        foreach (var label in incident.Labels) Add(lines, label.Value);
        return Joined(lines);
    }

    /// <summary>Its labels and where it is, as <c>name=value</c>.</summary>
    public static string Labels(Incident incident)
    {
        var lines = new List<string>(incident.Labels.Length + 7);
        foreach (var label in incident.Labels) lines.Add($"{label.Name}={label.Value}");
        foreach (var (name, value) in Places(incident.Subject))
        {
            if (value is not null) Add(lines, $"{name}={value}");
        }
        return Joined(lines);
    }

    /// <summary>The line of <see cref="Labels"/> that an incident with this label has.</summary>
    public static string Line(AlertLabel label) => Joined([$"{label.Name}={label.Value}"]);

    /// <summary>
    /// What a search looks for: each of the words must be somewhere. Words between quotation marks are one. In small letters; more than
    /// <see cref="MostWords"/> are possible.
    /// </summary>
    public static IEnumerable<string> Of(string search) => search.ToLowerInvariant().Split('"')
        .SelectMany((part, i) => i % 2 == 1 ? [part.Trim()] : part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Where(word => word.Length > 0).Distinct();

    private static (string Name, string? Value)[] Places(AlertSubject subject) =>
    [
        ("service", subject.Service), ("namespace", subject.Namespace), ("deployment", subject.Deployment), ("pod", subject.Pod),
        ("container", subject.Container), ("node", subject.Node), ("cluster", subject.Cluster),
    ];

    private static void Add(List<string> lines, string? line)
    {
        if (!string.IsNullOrEmpty(line) && !lines.Contains(line)) lines.Add(line);
    }

    private static string Joined(List<string> lines) =>
        lines.Count == 0 ? "" : $"\n{string.Join('\n', lines.Select(static line => line.ReplaceLineEndings(" ")))}\n".ToLowerInvariant();
}
