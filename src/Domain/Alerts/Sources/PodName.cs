using System.Buffers;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>What a pod's name tells about the workload that made it.</summary>
internal static class PodName
{
    private static readonly SearchValues<char> LowerOrDigit = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Digit = SearchValues.Create("0123456789");

    // Kubernetes makes its hashes from these, so a word such as "frontend" cannot be one.
    private static readonly SearchValues<char> HashLetter = SearchValues.Create("bcdfghjklmnpqrstvwxz2456789");

    /// <summary>
    /// The deployment of <c>api-5d4f3c2b1f-x2k4m</c> or the stateful set of <c>db-0</c>; null when the name has neither shape.
    /// A cron job's pods (<c>backup-28391234-x2k4m</c>) carry a number in place of the hash and belong to no deployment.
    /// </summary>
    public static string? Workload(string pod)
    {
        var last = pod.LastIndexOf('-');
        if (last <= 0) return null;
        var tail = pod.AsSpan(last + 1);
        if (tail.Length is >= 1 and <= 4 && !tail.ContainsAnyExcept(Digit)) return pod[..last];
        if (tail.Length != 5 || tail.ContainsAnyExcept(LowerOrDigit)) return null;

        var before = pod.AsSpan(0, last);
        var dash = before.LastIndexOf('-');
        if (dash <= 0) return null;
        var hash = before[(dash + 1)..];
        if (hash.Length is < 8 or > 10 || hash.ContainsAnyExcept(LowerOrDigit)) return null;
        if (!hash.ContainsAnyExcept(Digit)) return null;
        return hash.ContainsAny(Digit) || !hash.ContainsAnyExcept(HashLetter) ? pod[..dash] : null;
    }
}
