using System.Text.RegularExpressions;
using AiSre.Domain.Patterns;

namespace AiSre.Domain.Tests.Silences;

/// <summary>Where Go's expressions and .NET's mean the same, both must give the same answer.</summary>
public class MatcherPatternPropertyTests
{
    private const int Patterns = 4_000;
    private const int TextsEach = 12;

    private static readonly string[] Atoms =
    [
        "a", "b", "c", "-", ".", "[ab]", "[^a]", "[a-c-]", "[^b-c\\n]", @"\n", @"\.", @"\x61", "(?i:aB)", "(?i:[^a-b])", "(?s:.)", "(?m:^)", "(?m:$)",
        @"\A", @"\z", "^", @"\b", @"\B", "(?:)", "d1", "[0-9]", @"[\n\-a]",
    ];

    private static readonly string[] Repetitions = ["", "", "", "*", "+", "?", "{2}", "{0}", "{1,2}", "{2,}", "*?", "+?", "??", "{0,2}?"];

    [Fact]
    public void Both_kinds_of_expressions_agree_where_they_mean_the_same()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < Patterns; i++)
        {
            var pattern = Pattern(random, 3);
            var ours = MatcherPattern.Of(pattern);
            Assert.True(ours.Problem is null, $"seed {seed}: {pattern} is refused: {ours.Problem}");
            var theirs = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            for (var k = 0; k < TextsEach; k++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => "aabbcABd1-.\n"[random.Next(12)]));
                Assert.True(theirs.IsMatch(text) == ours.IsMatch(text), $"seed {seed}: {pattern} and {Regex.Escape(text)}");
            }
        }
    }

    [Fact]
    public void No_text_at_all_is_read_without_an_answer()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        const string Letters = @"\\\(((?:<>PQEpxUim)))[[^-]]{{0123,9}}**+?|.^$abzAZdDwWsS:=!#" + "\n\uD83D\uDE00é";
        for (var i = 0; i < 50_000; i++)
        {
            var pattern = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Letters[random.Next(Letters.Length)]));
            var read = MatcherPattern.Of(pattern);
            Assert.True(read.Problem is null ? read.Steps > 0 : !read.IsMatch(pattern), $"seed {seed}: {pattern}");
            read.IsMatch(pattern);
        }
    }

    private static string Pattern(Random random, int depth)
    {
        var branches = Enumerable.Range(0, random.Next(1, 3)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Item())));
        return string.Join('|', branches);

        string Item()
        {
            var atom = depth > 0 && random.Next(3) == 0 ? $"({Pattern(random, depth - 1)})" : Atoms[random.Next(Atoms.Length)];
            // .NET repeats an assertion as Go does, but does not take a{2}{3}, and nor do we.
            return atom + Repetitions[random.Next(Repetitions.Length)];
        }
    }
}
