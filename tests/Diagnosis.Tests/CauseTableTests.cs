using AiSre.Diagnosis.Rules;

namespace AiSre.Diagnosis.Tests;

/// <summary>
/// The table of causes in the documentation is what the rules say. With <c>AI_SRE_TEST_WRITE_DOCS=1</c> in the environment the test writes it.
/// </summary>
public sealed class CauseTableTests
{
    private const string Start = "<!-- causes:start -->\n";
    private const string End = "<!-- causes:end -->";

    [Fact]
    public void The_documentation_lists_every_cause()
    {
        var file = Path.Combine(Root(), "docs", "diagnosis.md");
        var text = File.ReadAllText(file);
        var (from, to) = (text.IndexOf(Start, StringComparison.Ordinal) + Start.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("AI_SRE_TEST_WRITE_DOCS") == "1") File.WriteAllText(file, text[..from] + Table() + text[to..]);
        else Assert.Equal(Table(), text[from..to]);
    }

    [Fact]
    public void Every_rule_says_what_it_looks_at_what_to_do_and_what_would_be_seen_then() => Assert.All(RuleBook.All, rule =>
    {
        Assert.Matches("^[a-z0-9_]+$", rule.Cause);
        Assert.All([rule.LooksAt, rule.Advice, rule.Expected, rule.Pattern], text => Assert.NotEqual("", text));
    });

    private static string Table() =>
        "| cause | looks at | what to do |\n|---|---|---|\n" + string.Concat(RuleBook.All.GroupBy(rule => rule.Cause).Select(rules =>
        $"| `{rules.Key}` | {Joined(rules.Select(rule => rule.LooksAt))} | {Joined(rules.Select(rule => rule.Advice).Take(1))} |\n"));

    private static string Joined(IEnumerable<string> texts) => string.Join("; ", texts.Distinct()).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AiSre.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
