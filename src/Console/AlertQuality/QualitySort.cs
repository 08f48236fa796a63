using System.Collections.Immutable;

namespace AiSre.Console.AlertQuality;

/// <summary>A column by which alert rules can be put in order, the worst first.</summary>
/// <param name="Key">As it stands in the address.</param>
/// <param name="Head">Of the column.</param>
/// <param name="By">What is large is bad.</param>
public sealed record QualitySort(string Key, string Head, Func<Domain.History.AlertQuality, double> By)
{
    /// <summary>The first is the one that nobody had to choose.</summary>
    public static readonly ImmutableArray<QualitySort> All =
    [
        new("pages", "Pages", rule => rule.Pages),
        new("night", "Night", rule => rule.NightMinutes),
        new("incidents", "Incidents", rule => rule.Incidents),
        new("acted", "Acted on", rule => -rule.ActedOn),
        new("ended", "Ended by themselves", rule => rule.EndedByThemselves),
        new("repeats", "Came again", rule => rule.Repeats),
    ];

    public static QualitySort Of(string? key) => All.FirstOrDefault(sort => sort.Key == key, All[0]);
}
