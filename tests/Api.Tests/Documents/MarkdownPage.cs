using System.Text.RegularExpressions;
using AiSre.TestHost;

namespace AiSre.Api.Tests.Documents;

/// <summary>A page of Markdown in the repository, as its readers see it.</summary>
internal sealed partial class MarkdownPage
{
    public static readonly string Root = SiloBuild.RepositoryRoot()
        ?? throw new InvalidOperationException("This test reads the repository's files.");

    public static readonly IReadOnlyList<MarkdownPage> All =
    [
        .. from file in (string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] select new MarkdownPage(file),
        .. from folder in (string[])["docs", "deploy", "examples"]
           from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
           select new MarkdownPage(Path.GetRelativePath(Root, file).Replace('\\', '/')),
    ];

    private MarkdownPage(string name)
    {
        Name = name;
        Text = File.ReadAllText(Path.Combine(Root, name)).ReplaceLineEndings("\n");
        Prose = Fence().Replace(Text, "");
        Blocks = [.. Fence().Matches(Text).Select(Block)];
        Anchors = AnchorsOf(Prose).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Those that say how things are. Decisions and the change log tell of the past.</summary>
    public static IEnumerable<MarkdownPage> OfToday =>
        All.Where(page => page.Name != "CHANGELOG.md" && !page.Name.StartsWith("docs/decisions/", StringComparison.Ordinal));

    /// <summary>Its path from the root of the repository.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>The text without its fenced blocks.</summary>
    public string Prose { get; }

    public IReadOnlyList<FencedBlock> Blocks { get; }

    /// <summary>What may stand behind a <c>#</c>, as GitHub makes them of headings.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Targets inside the repository.</summary>
    public IEnumerable<string> Links =>
        from Match link in Link().Matches(Code().Replace(Prose, ""))
        let target = link.Groups["target"].Value
        where !Foreign().IsMatch(target)
        select target;

    /// <summary>Whether a target on this page leads to a file, and to a heading of it where it names one.</summary>
    public bool LeadsSomewhere(string target)
    {
        var parts = target.Split('#', 2);
        var full = parts[0].Length is 0
            ? Name
            : Path.GetRelativePath(Root, Path.Combine(Root, Path.GetDirectoryName(Name)!, parts[0])).Replace('\\', '/');
        if (parts.Length is 1 || !full.EndsWith(".md", StringComparison.Ordinal)) return Path.Exists(Path.Combine(Root, full));
        return All.FirstOrDefault(page => page.Name == full)?.Anchors.Contains(parts[1]) is true;
    }

    private FencedBlock Block(Match match)
    {
        var before = Text[..match.Index];
        return new(Name, before.Count('\n') + 1, match.Groups["language"].Value, match.Groups["text"].Value)
        {
            NotRun = match.Groups["why"] is { Success: true } why ? why.Value : null,
            IsRunElsewhere = Start().Count(before) > End().Count(before),
        };
    }

    private static IEnumerable<string> AnchorsOf(string prose)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(prose))
        {
            var plain = Link().Replace(heading.Groups[1].Value, "${text}").Trim().ToLowerInvariant();
            var anchor = NotInAnchors().Replace(plain, "").Replace(' ', '-');
            var earlier = seen.GetValueOrDefault(anchor);
            seen[anchor] = earlier + 1;
            yield return earlier is 0 ? anchor : $"{anchor}-{earlier}";
        }
        foreach (Match named in Named().Matches(prose)) yield return named.Groups[1].Value;
    }

    [GeneratedRegex("^(<!-- not run: (?<why>.+) -->\n)?```(?<language>\\w*)\n(?<text>[\\s\\S]*?)^```$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("<!-- [a-z]+:start -->")]
    private static partial Regex Start();

    [GeneratedRegex("<!-- [a-z]+:end -->")]
    private static partial Regex End();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\(<?(?<target>[^)>\s]+)>?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[a-z]+:", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("<a id=\"([^\"]+)\">")]
    private static partial Regex Named();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

/// <summary>What stands between two lines of three backticks.</summary>
/// <param name="Page">Whose it is.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Language">The word behind the backticks; empty without one.</param>
/// <param name="Text">Its lines.</param>
internal sealed record FencedBlock(string Page, int Line, string Language, string Text)
{
    /// <summary>Why nothing runs it, from a comment in the line before: <c>not run: needs Docker</c>.</summary>
    public string? NotRun { get; init; }

    /// <summary>It stands between <c>tour:start</c> and <c>tour:end</c> or the like: another test pastes all of these into one shell.</summary>
    public bool IsRunElsewhere { get; init; }

    public bool IsShell => Language is "sh" or "bash";

    public override string ToString() => $"{Page}:{Line}";
}
