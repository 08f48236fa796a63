using System.Globalization;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>Numbers and times in sentences, the same everywhere and on every machine.</summary>
internal static class SloWords
{
    public static string Minutes(double minutes) => $"{Number(SloRounding.Minutes(minutes))} min";

    public static string Percent(double percent) => $"{Number(SloRounding.Percent(percent))} %";

    public static string Burn(double burn) => $"{Number(SloRounding.Burn(burn))}x";

    public static string Count(double count) => count.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("0.#########", CultureInfo.InvariantCulture);

    public static string At(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>"over the last 30 days".</summary>
    public static string Over(SloWindow window) => window.Unit is { } unit
        ? $"over each {unit.ToString().ToLowerInvariant()} of the calendar in {window.TimeZone}"
        : $"over the last {window.Days} days";

    /// <summary>"5 min", "6 h", "3 d": the largest unit in which it is a whole number.</summary>
    public static string Lookback(int minutes) => minutes switch
    {
        _ when minutes % 1_440 == 0 => $"{Number(minutes / 1_440)} d",
        _ when minutes % 60 == 0 => $"{Number(minutes / 60)} h",
        _ => $"{Number(minutes)} min",
    };
}
