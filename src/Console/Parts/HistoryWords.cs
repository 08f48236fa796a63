using System.Globalization;
using AiSre.Domain.History;

namespace AiSre.Console.Parts;

/// <summary>What history counts, in words and figures of people.</summary>
internal static class HistoryWords
{
    /// <summary>60 %.</summary>
    public static string Share(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>0.62.</summary>
    public static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>1 incident, 1,204 incidents.</summary>
    public static string Count(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>As it stands in a sentence.</summary>
    public static string Pattern(string label) => PatternAdvice.Of(label).Name;

    public static string Patterns(IReadOnlyCollection<string> labels) =>
        labels.Count == 0 ? "none that is known" : string.Join(", ", labels.Select(Pattern));

    /// <summary>When a page whose history is still being read asks again.</summary>
    public static DateTimeOffset? AskAgain(bool isPending, DateTimeOffset now) => isPending ? now.AddSeconds(2) : null;
}
