using System.Globalization;

namespace AiSre.TestHost;

/// <summary>What the kernel says of a process's memory.</summary>
public static class ProcessMemory
{
    /// <summary>Resident set size in bytes.</summary>
    public static long Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6, line.Length - 8).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
