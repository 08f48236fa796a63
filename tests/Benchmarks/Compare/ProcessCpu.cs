using System.Globalization;

namespace AiSre.Benchmarks.Compare;

/// <summary>Processor time as the kernel counts it. PostgreSQL works in children, one for each connection.</summary>
internal static class ProcessCpu
{
    /// <summary>User and system time of the processes and of their living children.</summary>
    public static TimeSpan Of(IReadOnlyList<int> ids)
    {
        var wanted = ids.ToHashSet();
        return TimeSpan.FromMilliseconds(10 * All().Where(process => wanted.Contains(process.Id) || wanted.Contains(process.Parent))
            .Sum(process => process.Ticks));
    }

    private static IEnumerable<(int Id, int Parent, long Ticks)> All()
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || Read(folder) is not { } fields) continue;
            yield return (id, int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
    }

    private static string[]? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText($"{folder}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended in between.
            return null;
        }
    }
}
