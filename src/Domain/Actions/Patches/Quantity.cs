using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Actions.Patches;

/// <summary>Amounts as Kubernetes writes them, half as much again.</summary>
internal static partial class Quantity
{
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti"];

    /// <summary>Null: this is no amount of memory.</summary>
    public static string? MoreMemory(string text)
    {
        if (Memory().Match(text) is not { Success: true } match) return null;
        var unit = match.Groups["unit"].Value;
        if (Parsed(match) is not { } number || number <= 0) return null;
        var more = number * 1.5;
        // Whole numbers of the unit, else of the next smaller one: 1Gi becomes 1536Mi.
        while (more != Math.Floor(more) && Array.IndexOf(Binary, unit) is > 0 and var index) (more, unit) = (more * 1024, Binary[index - 1]);
        return Math.Ceiling(more).ToString("0", CultureInfo.InvariantCulture) + unit;
    }

    /// <summary>Null: this is no amount of CPU.</summary>
    public static string? MoreCpu(string text)
    {
        if (Cpu().Match(text) is not { Success: true } match || Parsed(match) is not { } number || number <= 0) return null;
        var millicores = Math.Ceiling(number * (match.Groups["unit"].Value == "m" ? 1 : 1000) * 1.5);
        return millicores % 1000 == 0
            ? (millicores / 1000).ToString("0", CultureInfo.InvariantCulture)
            : millicores.ToString("0", CultureInfo.InvariantCulture) + "m";
    }

    private static double? Parsed(Match match) =>
        double.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^(?<number>[0-9]{1,15}(\.[0-9]{1,3})?)(?<unit>Ki|Mi|Gi|Ti|k|M|G|T)?\z")]
    private static partial Regex Memory();

    [GeneratedRegex(@"^(?<number>[0-9]{1,9}(\.[0-9]{1,3})?)(?<unit>m)?\z")]
    private static partial Regex Cpu();
}
