using System.Collections.Immutable;
using AiSre.Diagnosis.Scenes;

namespace AiSre.Integrations.Diagnosis;

/// <summary>
/// Fits logs into what a diagnosis may hold of them: first the newest of the lines that complain, each kind once, then the last lines, then what else
/// differs in more than numbers. What one log does not need the next ones may have.
/// </summary>
internal static class LogBudget
{
    public const int Most = 32 * 1024;

    /// <summary>Kept whatever they say.</summary>
    private const int LastLines = 3;

    /// <summary>Of lines that complain alike: rules trust what is said again.</summary>
    private const int Alike = 3;

    /// <param name="logs">The most telling first.</param>
    /// <param name="lines">Of each at most.</param>
    public static ImmutableArray<ContainerLog> Fit(ImmutableArray<ContainerLog> logs, int lines)
    {
        logs = [.. logs.Select(log => log.Lines.Length <= lines ? log : log with { Lines = Cut(log.Lines, int.MaxValue, lines) })];
        if (logs.Sum(Size) <= Most) return logs;
        // Two rounds: what short logs leave over goes to the long ones in their order.
        var share = Most / logs.Length;
        var left = Most - logs.Sum(log => Math.Min(share, Size(log)));
        var fitted = ImmutableArray.CreateBuilder<ContainerLog>(logs.Length);
        foreach (var log in logs)
        {
            var cut = Size(log) <= share ? log : log with { Lines = Cut(log.Lines, share + left, lines) };
            left -= Math.Max(0, Size(cut) - share);
            fitted.Add(cut);
        }

        return fitted.ToImmutable();
    }

    private static int Size(ContainerLog log) => log.Lines.Sum(line => line.Length + 1);

    private static ImmutableArray<string> Cut(ImmutableArray<string> lines, int most, int count)
    {
        var times = new Dictionary<string, int>();
        var ranked = new List<(int Rank, int At)>();
        // From the newest on.
        for (var at = lines.Length - 1; at >= 0; at--)
        {
            var template = LoudLines.Template(lines[at]);
            var said = times[template] = times.GetValueOrDefault(template) + 1;
            var isLoud = LoudLines.IsLoud(lines[at]);
            if (isLoud && said == 1) ranked.Add((0, at));
            else if (at >= lines.Length - LastLines) ranked.Add((1, at));
            else if (isLoud ? said <= Alike : said == 1) ranked.Add((isLoud ? 2 : 3, at));
        }

        var kept = new List<(int At, string Line)>();
        foreach (var (_, at) in ranked.OrderBy(one => one.Rank))
        {
            if (kept.Count >= count || most <= 1) break;
            var line = lines[at];
            // The first counts even where only its beginning has room.
            if (line.Length + 1 > most && kept.Count == 0) line = line[..(most - 1)];
            if (line.Length + 1 > most) continue;
            most -= line.Length + 1;
            kept.Add((at, line));
        }

        return [.. kept.OrderBy(one => one.At).Select(one => one.Line)];
    }
}
