using System.Text;
using AiSre.Domain.Definitions;
using CsCheck;

namespace AiSre.Domain.Tests.Definitions;

/// <summary>What comes in through the API may be anything.</summary>
public sealed class YamlLimitTests
{
    [Theory]
    [InlineData("users: §!!map {}", "Tags (!name) are not allowed")]
    [InlineData("users: {dave: &a {}, eve: *a, frank: §*b}", "There is no anchor '&b' before this alias.")]
    [InlineData("users: &a {dave: §*a}", "There is no anchor '&a' before this alias.")]
    [InlineData("users: {}\n§---\nteams: {}", "A file holds one document")]
    [InlineData("users: {§[a, b]: {}}", "A key is a name; this is a list.")]
    [InlineData("§- a", "is a list; allowed is a set of keys")]
    public void What_definitions_do_not_need_is_refused(string text, string says) => Texts.AssertProblems(text, says, text => Texts.Own(text));

    [Fact]
    public void Few_aliases_may_be_used()
    {
        var definitions = Texts.Right(Texts.Own("teams: {a: {layers: &l [{members: [dave]}]}, b: {layers: *l}}\nusers: {dave: }"));
        Assert.Equal("dave", definitions.Teams["b"].Layers[0].Members[0]);
    }

    [Fact]
    public void More_than_fifty_anchors_and_aliases_are_refused()
    {
        var text = $"users: {{a: &x {{}}, {string.Join(", ", Enumerable.Range(0, 50).Select(i => $"u{i}: *x"))}}}";
        Assert.Contains("more than 50 anchors and aliases", Assert.Single(Texts.Own(text).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_of_aliases_that_would_be_millions_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 8; i++) text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 5))}]\n");
        Assert.Contains(
            "values, those counted that aliases repeat", Assert.Single(Texts.Own(text.ToString()).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_long_texts_are_refused()
    {
        Assert.Contains(
            "nested more than 20 levels deep", Assert.Single(Texts.Own($"users: {new string('[', 5_000)}").Problems).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "longer than 256 KB", Assert.Single(Texts.Own($"# {new string('x', 256 * 1024)}").Problems).Message, StringComparison.Ordinal);
        Assert.True(Texts.Right(Texts.Own($"# {new string('x', (256 * 1024) - 2)}")).IsEmpty);
    }

    [Fact]
    public void What_is_no_yaml_is_told_with_its_line()
    {
        var problem = Assert.Single(Texts.Own("users:\n  dave: {email: x\n").Problems);
        Assert.StartsWith("This is not YAML: ", problem.Message, StringComparison.Ordinal);
        Assert.InRange(problem.Line, 2, 3);
    }

    [Fact]
    public void No_text_whatever_makes_it_throw() => Garbage.Sample(text =>
    {
        foreach (var reading in (DefinitionsReading[])[Texts.Own(text), Texts.Files(text)])
            Assert.True(reading.Definitions is null != reading.Problems.IsEmpty);
        _ = Texts.Reader.Redact(new("body", text));
    }, iter: 20_000);

    private static readonly string[] Pieces =
    [
        "teams", "users", "policies", "default", "routes", "channels", "slack", "email", "webhook", "pagerduty", "layers", "members", "every",
            "overrides", "from", "to", "levels", "targets",
        "after_minutes", "channels", "match", "severities", "services", "quiet_hours", "default_rules", "service_overrides", "critical", "addresses",
            "type", "token", "urls", "url", "days", "all",
        ":", ": ", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ",", "\"", "'", "&a ", "*a", "!t ", "? ", "|", ">", "#", "---", "...",
            "%YAML 1.1\n", "\\x", "\\U00110000", "null", "~", "-1", "99999999999",
        "\"*\"", "schedule:*", "${X}", "${", "}", "\t", "\r", "\0", "\uFEFF", "\uD800", "é", "2024-12-23", "\"09:00\"", "https://x.example", "<<",
            "@", "`",
    ];

    private static readonly Gen<string> Garbage = Gen.OneOf(
        Gen.OneOfConst(Pieces).Array[0, 40].Select(string.Concat),
        Gen.Select(Gen.OneOfConst(Pieces), Gen.OneOfConst(Pieces), Gen.OneOfConst(Pieces), Gen.OneOfConst(Pieces))
            .Select((a, b, c, d) => $"{a}: {{{b}: {{{c}: {d}}}}}"),
        Gen.String[0, 60]);
}
