using System.Buffers;
using AiSre.Domain.Workspaces;

namespace AiSre.Api.Security;

/// <summary>What a workspace may be called: it becomes the first segment of every grain key.</summary>
public static class WorkspaceId
{
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>
    /// Display text: control characters become spaces, the rest is kept to <see cref="WorkspaceRules.LongestName"/>, no surrogate pair cut in two.
    /// </summary>
    internal static string? CleanName(string name)
    {
        const int Most = WorkspaceRules.LongestName;
        var text = name.Length <= Most ? name : name[..(char.IsHighSurrogate(name[Most - 1]) ? Most - 1 : Most)];
        foreach (var c in text)
            if (char.IsControl(c)) text = text.Replace(c, ' ');
        return text.Trim() is { Length: > 0 } clean ? clean : null;
    }

    public static bool IsValid(string? id) =>
        id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExcept(Allowed);
}
