using System.Text.RegularExpressions;

namespace AiSre.Api.Tests.Documents;

public sealed partial class LinkTests
{
    private static readonly string[] Endings = [".cs", ".razor", ".yaml", ".yml", ".json", ".sh", ".example", ".sql"];

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading() => Findings.None(
        from page in MarkdownPage.All
        from link in page.Links
        where !page.LeadsSomewhere(link)
        select $"{page.Name}: {link}");

    [Fact]
    public void Every_page_that_code_and_deployments_name_is_there()
    {
        var readme = MarkdownPage.All.Single(page => page.Name == "README.md");
        var named =
            from folder in (string[])["src", "tests", "deploy", "examples"]
            from file in Directory.EnumerateFiles(Path.Combine(MarkdownPage.Root, folder), "*", SearchOption.AllDirectories)
            where Endings.Contains(Path.GetExtension(file)) && !Built().IsMatch(file)
            from Match name in Page().Matches(File.ReadAllText(file))
            select (File: Path.GetRelativePath(MarkdownPage.Root, file), Page: name.Value);
        var all = named.ToList();
        Assert.Contains(all, name => name.Page == "docs/sources.md");
        Findings.None(all.Where(name => !readme.LeadsSomewhere(name.Page)).Select(name => $"{name.File}: {name.Page}"));
    }

    [Fact]
    public void The_index_of_docs_has_every_page()
    {
        var index = MarkdownPage.All.Single(page => page.Name == "docs/README.md");
        var listed = index.Links.Select(link => $"docs/{link.Split('#')[0]}").ToHashSet(StringComparer.Ordinal);
        Findings.None(
            from page in MarkdownPage.OfToday
            where page.Name.StartsWith("docs/", StringComparison.Ordinal) && page != index && !listed.Contains(page.Name)
            select page.Name);
    }

    [Theory]
    [InlineData("docs/cluster.md", "operations.md#metrics", true)]
    [InlineData("docs/cluster.md", "operations.md#metrix", false)]
    [InlineData("docs/cluster.md", "../README.md", true)]
    [InlineData("docs/cluster.md", "README.txt", false)]
    [InlineData("README.md", "docs", true)]
    public void A_link_that_leads_nowhere_is_noticed(string page, string target, bool leads) =>
        Assert.Equal(leads, MarkdownPage.All.Single(found => found.Name == page).LeadsSomewhere(target));

    [GeneratedRegex(@"\bdocs/[\w/-]+\.md(#[\w-]+)?")]
    private static partial Regex Page();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules)[\\/]")]
    private static partial Regex Built();
}
