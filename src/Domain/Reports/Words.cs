namespace AiSre.Domain.Reports;

/// <summary>Counts and times in sentences.</summary>
public static class Words
{
    /// <summary>"1 incident", "3 incidents".</summary>
    public static string Count(long count, string one, string? many = null) =>
        FormattableString.Invariant($"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>"45 s", "12 min", "3 h 5 min", "2 d 4 h": the two largest units that say something.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = TimeSpan.Zero;
        var (large, small) = span switch
        {
            { TotalMinutes: < 1 } => ($"{(int)span.TotalSeconds} s", ""),
            { TotalHours: < 1 } => ($"{(int)span.TotalMinutes} min", ""),
            { TotalDays: < 1 } => ($"{(int)span.TotalHours} h", span.Minutes > 0 ? $" {span.Minutes} min" : ""),
            _ => ($"{(int)span.TotalDays} d", span.Hours > 0 ? $" {span.Hours} h" : ""),
        };
        return large + small;
    }

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> words) => words.Count switch
    {
        0 => "",
        1 => words[0],
        _ => $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}",
    };
}
