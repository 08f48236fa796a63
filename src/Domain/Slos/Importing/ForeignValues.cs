using System.Globalization;
using System.Text.RegularExpressions;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos.Importing;

/// <summary>Names, targets and durations as other tools write them.</summary>
internal static partial class ForeignValues
{
    private const int LongestName = 63;

    /// <summary>A name that is one here too: small letters, digits and dashes.</summary>
    public static string NameOf(string text)
    {
        var name = NotInNames().Replace(text.ToLowerInvariant(), "-").Trim('-');
        return (name.Length > LongestName ? name[..LongestName] : name).TrimEnd('-');
    }

    /// <summary>Takes the name under <paramref name="key"/>; null: it is refused.</summary>
    public static string? Name(ForeignMap map, string key, string? before = null)
    {
        if (map.Needed(key) is not { } given) return null;
        var name = NameOf(before is null ? given : $"{before}-{given}");
        if (name.Length == 0) map.Refuse(key, "Nothing of it can be in a name here: small letters, digits and dashes.");
        else if (name == given) map.Take(key, "Is its name here too.");
        else map.Change(key, $"Its name here is '{name}'{(before is null ? "" : ", with the service in it")}.");
        return name.Length == 0 ? null : name;
    }

    /// <summary>Takes a share; null: it is refused.</summary>
    /// <param name="whole">1 or 100.</param>
    public static double? Target(ForeignMap map, string key, int whole)
    {
        if (map.Needed(key) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (double)(number / whole) is > 0 and < 1 and var share)
        {
            map.Take(key, FormattableString.Invariant($"Is the target {share}."));
            return share;
        }
        map.Refuse(key, $"This is '{Spelling.Shown(text)}'; allowed are numbers above 0 and below {whole}: a promise of {whole} leaves no budget.");
        return null;
    }

    /// <summary>Days of a duration such as <c>4w</c> or <c>1d12h</c>; null: it is none, or no whole number of days.</summary>
    public static int? Days(string duration)
    {
        if (!Duration().IsMatch(duration)) return null;
        var hours = 0m;
        foreach (Match part in DurationPart().Matches(duration))
        {
            hours += decimal.Parse(part.Groups["n"].Value, CultureInfo.InvariantCulture) * part.Groups["unit"].Value switch
            {
                "y" => 365 * 24,
                "w" => 7 * 24,
                "d" => 24,
                "h" => 1,
                "m" => 1m / 60,
                "s" => 1m / 3_600,
                _ => 1m / 3_600_000,
            };
        }
        var days = Math.Round(hours / 24, 9);
        return days == decimal.Truncate(days) && days is >= 1 and <= SloWindow.LongestDays ? (int)days : null;
    }

    /// <summary>Milliseconds of a duration such as <c>200ms</c> or <c>1s</c>; null: it is none.</summary>
    public static double? Milliseconds(string duration)
    {
        if (Short().Match(duration) is not { Success: true } match) return null;
        var unit = match.Groups["unit"].Value switch { "ms" => 1, "s" => 1_000, _ => 60_000 };
        return double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) * unit;
    }

    /// <summary>People write descriptions over several lines.</summary>
    public static string? Description(ForeignMap map, string key)
    {
        if (map.Text(key) is not { Length: > 0 } text) return null;
        var line = Blank().Replace(text, " ").Trim();
        if (line.Length > 1_050) line = line[..1_050];
        if (line.Length > 0) map.Take(key, "Is its description.");
        return line.Length > 0 ? line : null;
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();

    [GeneratedRegex(@"^(?:[0-9]{1,6}(?:ms|[ywdhms]))+\z")]
    private static partial Regex Duration();

    [GeneratedRegex(@"(?<n>[0-9]+)(?<unit>ms|[ywdhms])")]
    private static partial Regex DurationPart();

    [GeneratedRegex(@"^(?<n>[0-9]{1,8})(?<unit>ms|s|m)\z")]
    private static partial Regex Short();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blank();
}
