using System.Collections.Immutable;

namespace AiSre.Domain.Reports.PostMortems;

/// <summary>What of a post-mortem may be said in other words: its summary and its lessons. All else stays as the facts are.</summary>
public static class PostMortemWording
{
    private const string ByBoth = "rules+llm";

    public static ImmutableArray<string> Texts(PostMortem report) =>
    [
        .. report.Lessons.WentWell.Concat(report.Lessons.WentWrong).Concat(report.Lessons.GotLucky).Prepend(report.Summary)
            .Where(text => text != PostMortem.Unknown),
    ];

    /// <param name="report">As the rules wrote it.</param>
    /// <param name="texts">Its <see cref="Texts"/>.</param>
    /// <param name="words">Other words for each.</param>
    public static PostMortem With(PostMortem report, ImmutableArray<string> texts, ImmutableArray<string> words)
    {
        var lessons = report.Lessons;
        return report with
        {
            Summary = Said(report.Summary),
            Lessons = new(All(lessons.WentWell), All(lessons.WentWrong), All(lessons.GotLucky)),
            GeneratedBy = ByBoth,
        };

        string Said(string text) => texts.IndexOf(text) is var at and >= 0 ? words[at] : text;

        ImmutableArray<string> All(ImmutableArray<string> some) => [.. some.Select(Said)];
    }
}
