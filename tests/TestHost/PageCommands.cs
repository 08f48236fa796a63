using System.Text.RegularExpressions;

namespace AiSre.TestHost;

/// <summary>What a page of the documentation tells its reader to type.</summary>
public static partial class PageCommands
{
    /// <summary>
    /// The fenced blocks marked <c>bash</c> between the comments <c>tour:start</c> and <c>tour:end</c>, in their order. Those marked <c>sh</c> are
    /// for the reader alone.
    /// </summary>
    /// <param name="page">The page's path in the repository.</param>
    /// <param name="name">What stands in the comments in place of <c>tour</c>.</param>
    public static IReadOnlyList<string> Of(string page, string name = "tour")
    {
        var text = Read(page);
        var start = text.IndexOf($"<!-- {name}:start -->", StringComparison.Ordinal);
        var end = text.IndexOf($"<!-- {name}:end -->", StringComparison.Ordinal);
        if (start < 0 || end < start) throw new InvalidOperationException($"{page} has no \"{name}\".");
        return In(text[start..end], "bash");
    }

    /// <summary>The blocks of another language on a whole page, such as the configuration of a server.</summary>
    public static IReadOnlyList<string> Fenced(string page, string language) => In(Read(page), language);

    private static IReadOnlyList<string> In(string text, string language) =>
        [.. Fence().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value)];

    private static string Read(string page) => File.ReadAllText(Path.Combine(SiloBuild.Root, page));

    [GeneratedRegex("^```(?<language>[a-z]+)\\n(?<text>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
