using System.Globalization;
using System.Text.RegularExpressions;

namespace AiSre.Diagnosis.Scenes;

/// <summary>When a line was written, as far as it says so itself: ISO times with or without a zone, slashes for dashes, epoch milliseconds.</summary>
public static partial class LogTimes
{
    public static DateTimeOffset? Of(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var head = line.Length > 200 ? line[..200] : line;
        if (Written().Match(head) is { Success: true } found)
        {
            var zone = found.Groups["zone"].Value;
            var text = found.Groups["day"].Value.Replace('/', '-') + "T" + found.Groups["clock"].Value + (zone.Length == 0 ? "Z" : zone);
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        }

        return Epoch().Match(head) is { Success: true } number && long.TryParse(number.Groups["ms"].Value, out var ms)
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;
    }

    [GeneratedRegex(@"(?<day>\d{4}[-/]\d\d[-/]\d\d)[T ](?<clock>\d\d:\d\d:\d\d)(?:[.,]\d+)?(?<zone>Z|[+-]\d\d:\d\d)?")]
    private static partial Regex Written();

    [GeneratedRegex(@"""(?:time|ts|timestamp)"":(?<ms>1\d{12})\b")]
    private static partial Regex Epoch();
}
