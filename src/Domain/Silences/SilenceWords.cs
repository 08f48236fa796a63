namespace AiSre.Domain.Silences;

/// <summary>What people should hear of a silence that silences nothing, in sentences.</summary>
public static class SilenceWords
{
    /// <param name="matched">What it matches of all that was looked at.</param>
    /// <param name="among">What that was, such as "the incidents of the last 24 hours"; null where there was nothing.</param>
    /// <param name="unseen">Names of its matchers that none of them has.</param>
    /// <param name="cut">There were more than could be looked at.</param>
    public static IReadOnlyList<string> Warnings(int matched, string? among, IEnumerable<UnseenLabel> unseen, bool cut)
    {
        var warnings = unseen.Select(label => label.ToString()).ToList();
        if (among is null) warnings.Insert(0, "Nothing came in that time, so there is nothing that it could match.");
        else if (matched == 0) warnings.Insert(0, $"It matches none of {among}{(cut ? ", as far as they could be looked at" : "")}.");
        return warnings;
    }

    /// <summary>A span as people say it: hours, or days where they are whole.</summary>
    public static string Span(TimeSpan span) => (span.TotalHours, span.TotalDays) switch
    {
        (_, > 1 and var days) when days == Math.Floor(days) => FormattableString.Invariant($"{days} days"),
        (1, _) => "hour",
        var (hours, _) when hours == Math.Floor(hours) => FormattableString.Invariant($"{hours} hours"),
        _ => FormattableString.Invariant($"{Math.Ceiling(span.TotalMinutes)} minutes"),
    };
}
