namespace AiSre.Storage.Reading;

/// <summary>Text as a pattern of LIKE, with a backslash before what would mean something else.</summary>
internal static class LikeText
{
    /// <summary>The text anywhere.</summary>
    public static string Part(string text) => $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)}%";
}
