using System.Text;

namespace AiSre.Domain.Alerts;

/// <summary>Takes the names apart that programmers give to alerts.</summary>
internal static class NameWords
{
    /// <summary>
    /// <c>HighCPUUsage</c> as <c>High CPU Usage</c>, <c>disk_full</c> as <c>disk full</c>; the same reference if nothing is to be parted.
    /// </summary>
    public static string Split(string name)
    {
        StringBuilder? words = null;
        for (var i = 0; i < name.Length; i++)
        {
            var boundary = i > 0 && char.IsUpper(name[i])
                && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (boundary || name[i] == '_') (words ??= new StringBuilder(name, 0, i, name.Length + 16)).Append(' ');
            if (name[i] != '_') words?.Append(name[i]);
        }
        return words?.ToString() ?? name;
    }
}
