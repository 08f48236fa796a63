using System.Text;
using AiSre.Domain.Patterns;

namespace AiSre.Domain.Tests.Silences;

/// <summary>A matcher's expression is Go's: what it means there it means here, or it is refused with the reason.</summary>
public class MatcherPatternTests
{
    [Theory]
    // All of the text.
    [InlineData("db-1|db-2", "db-1", "db-11")]
    [InlineData("", "", "a")]
    [InlineData("abc", "abc", "abc\n")]
    [InlineData("a.c", "abc", "a\nc")]
    [InlineData("^abc$", "abc", "abc\n")]
    [InlineData("a|", "a", "b")]
    [InlineData("(|a)b", "b", "a")]
    [InlineData("x(a|b|c)y", "xby", "xdy")]
    // Repetitions.
    [InlineData("ab*", "abbb", "b")]
    [InlineData("ab+?", "ab", "a")]
    [InlineData("ab??", "a", "abb")]
    [InlineData("a{3}", "aaa", "aa")]
    [InlineData("a{2,3}", "aa", "aaaa")]
    [InlineData("(ab){2,}", "ababab", "ab")]
    [InlineData("a{0}b", "b", "ab")]
    [InlineData("(a*)*", "aaa", "b")]
    [InlineData("(a?){3}", "aa", "aaaa")]
    [InlineData("a{,2}", "a{,2}", "aa")]
    [InlineData("a{x}", "a{x}", "a")]
    [InlineData("a{01}", "a{01}", "a")]
    [InlineData("a{", "a{", "a")]
    [InlineData("^*a", "a", "^a")]
    [InlineData("a(?i)*", "aa", "A")]
    [InlineData("(?:ab|c){2}", "abc", "ab")]
    // Classes.
    [InlineData("[a-c]", "b", "d")]
    [InlineData("[^a-c]", "d", "b")]
    [InlineData("[^a]", "\n", "a")]
    [InlineData("[]a]", "]", "b")]
    [InlineData("[^]a]", "b", "]")]
    [InlineData("[a-]", "-", "b")]
    [InlineData("[-a]", "-", "b")]
    [InlineData("[a-b-d]", "-", "c")]
    [InlineData("[a.]", ".", "b")]
    [InlineData("[[a]", "[", "b")]
    [InlineData("[[:a]", ":", "b")]
    [InlineData(@"[\]]", "]", "a")]
    [InlineData(@"[\d-z]", "-", "y")]
    [InlineData("web[[:digit:]]+", "web42", "web")]
    [InlineData("[[:^digit:]]", "a", "4")]
    [InlineData("[^[:alpha:]]", "4", "a")]
    [InlineData("[[:punct:]_]", "!", "a")]
    [InlineData("[[:space:]]", "\v", "a")]
    [InlineData("[[:xdigit:]]{2}", "fF", "fg")]
    [InlineData(@"\d", "4", "٤")]
    [InlineData(@"\D", "٤", "4")]
    [InlineData(@"\w", "_", "ä")]
    [InlineData(@"\W", "ä", "a")]
    [InlineData(@"\s", "\t", "\v")]
    [InlineData(@"\S", "\u00A0", " ")]
    [InlineData(@"[\s\d]", "4", "a")]
    [InlineData(@"[^\D]", "4", "a")]
    [InlineData(@"\pL+", "aäЖ", "a4")]
    [InlineData(@"\PL", "4", "ä")]
    [InlineData(@"\p{Lu}", "Ä", "ä")]
    [InlineData(@"\p{^Lu}", "ä", "Ä")]
    [InlineData(@"[^\p{Nd}]", "a", "٤")]
    [InlineData(@"\p{Any}", "😀", "")]
    // Escapes.
    [InlineData(@"web\.1", "web.1", "webx1")]
    [InlineData(@"\Qweb.1\E", "web.1", "webx1")]
    [InlineData(@"\Qa|b", "a|b", "a")]
    [InlineData(@"\Qab\E+", "abb", "abab")]
    [InlineData(@"\Q\E", "", "a")]
    [InlineData(@"\Q\\E", @"\", "")]
    [InlineData(@"\x41\x{1F600}", "A😀", "A")]
    [InlineData(@"\101\07", "A\a", "A")]
    [InlineData(@"\_\-\/", "_-/", "_")]
    [InlineData(@"\t\n\v\f\r\a", "\t\n\v\f\r\a", "t")]
    // Flags.
    [InlineData("(?i)node.*DOWN", "NodeIsDown", "NodeIsUp")]
    [InlineData("(?i:a)b", "Ab", "AB")]
    [InlineData("((?i)a)b", "Ab", "AB")]
    [InlineData("(?i)a|b", "B", "c")]
    [InlineData("(?i)a(?-i)b", "Ab", "AB")]
    [InlineData("(?i)[a-c]", "B", "D")]
    [InlineData("(?i)[^a-c]", "d", "B")]
    [InlineData("(?i)straße", "STRAẞE", "STRASSE")]
    [InlineData("(?i)k", "\u212A", "\u212B")]
    [InlineData("(?i)σ", "ς", "ρ")]
    [InlineData("(?i)i", "I", "İ")]
    [InlineData(@"(?i)\W", "!", "\u017F")]
    [InlineData(@"(?i)\p{Lu}", "a", "4")]
    [InlineData(@"(?i)\x{61}", "A", "b")]
    [InlineData("(?s)a.c", "a\nc", "ac")]
    [InlineData("(?s:a.)c", "a\nc", "a\n")]
    [InlineData("(?-s)a.c", "abc", "a\nc")]
    [InlineData("(?U)a+?b", "aab", "b")]
    [InlineData("(?m)a$\n^b", "a\nb", "ab")]
    [InlineData("(?)a", "a", "b")]
    [InlineData("(?is-m:a.)", "A\n", "A")]
    // Places.
    [InlineData(@"\Aa\z", "a", "b")]
    [InlineData(@"a\b b", "a b", "ab")]
    [InlineData(@"a\Bb", "ab", "a")]
    [InlineData(@"ä\b", "", "ä", false)]
    [InlineData("a$b", "", "ab", false)]
    [InlineData("a^b", "", "a^b", false)]
    [InlineData("a$\n", "", "a\n", false)]
    // Groups.
    [InlineData("(?P<what>db|web)-[0-9]", "web-1", "web-")]
    [InlineData("(?<what>db|web)-[0-9]", "db-1", "db")]
    [InlineData("(?:a|b)(c)", "bc", "c")]
    // Characters beyond the first 65,536.
    [InlineData("a.c", "a😀c", "ac")]
    [InlineData("[😀-😂]", "😁", "😃")]
    public void An_expression_means_what_it_means_in_Go(string pattern, string matched, string other, bool matches = true)
    {
        var expression = MatcherPattern.Of(pattern);
        Assert.Null(expression.Problem);
        if (matches) Assert.True(expression.IsMatch(matched));
        Assert.False(expression.IsMatch(other));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData("a)")]
    [InlineData("(a|b|")]
    [InlineData("[a-z")]
    [InlineData("[a-")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[b-a]")]
    [InlineData("[[:digits:]]")]
    [InlineData(@"[a-\d]")]
    [InlineData("*a")]
    [InlineData("a|*")]
    [InlineData("(+)")]
    [InlineData(@"\Q\E*")]
    [InlineData("a**")]
    [InlineData("a++")]
    [InlineData("a{2}{3}")]
    [InlineData("a{2,1}")]
    [InlineData("a{1001}")]
    [InlineData("a{9876543210}")]
    [InlineData(@"a\")]
    [InlineData(@"\8")]
    [InlineData(@"(a)\1")]
    [InlineData(@"\k<a>")]
    [InlineData(@"\Z")]
    [InlineData(@"\G")]
    [InlineData(@"\E")]
    [InlineData(@"\C")]
    [InlineData(@"\X")]
    [InlineData(@"\e")]
    [InlineData(@"\u0041")]
    [InlineData(@"\ä")]
    [InlineData(@"\x4")]
    [InlineData(@"\xg1")]
    [InlineData(@"\x{}")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"\x{41")]
    [InlineData(@"\p{Greek}")]
    [InlineData(@"\p{IsGreek}")]
    [InlineData(@"\p")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)")]
    [InlineData("(?x)a b")]
    [InlineData("(?#note)a")]
    [InlineData("(?i")]
    [InlineData("(?-)a")]
    [InlineData("(?P<name>a")]
    [InlineData("(?P<a b>c)")]
    [InlineData("(?P<>c)")]
    [InlineData("(?P=a)")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(((){1000}){1000}){1000}")]
    [InlineData("[a-z]{500}{20}")]
    [InlineData(".{999}.{999}.{999}.{999}.{999}.{999}")]
    public void An_expression_that_Go_or_this_cannot_do_is_refused_and_matches_nothing(string pattern)
    {
        var expression = MatcherPattern.Of(pattern);
        Assert.NotNull(expression.Problem);
        Assert.Equal(0, expression.Steps);
        foreach (var text in (string[])["", "a", pattern]) Assert.False(expression.IsMatch(text));
    }

    [Fact]
    public void Half_a_character_is_what_Go_makes_of_it() => Assert.True(MatcherPattern.Of("a\uFFFD.").IsMatch("a\uD83D\uD83D"));

    [Fact]
    public void Brackets_may_be_nested_a_hundred_deep_and_not_more()
    {
        Assert.True(MatcherPattern.Of(Nested(100)).IsMatch("a"));
        Assert.NotNull(MatcherPattern.Of(Nested(101)).Problem);
        Assert.NotNull(MatcherPattern.Of(Nested(100_000)).Problem);

        static string Nested(int depth) => new StringBuilder().Append('(', depth).Append('a').Append(')', depth).ToString();
    }

    [Fact]
    public void What_an_expression_costs_for_each_character_is_known_before_it_matches()
    {
        // One for each character, and one that ends it.
        Assert.Equal(6, MatcherPattern.Of("abc.d").Steps);
        Assert.InRange(MatcherPattern.Of("X0-1|(?:.*[a-m].{25}[n-z].{3}Z)").Steps, 30, 60);
        Assert.InRange(MatcherPattern.Of("(.*){1000}x").Steps, 2_000, 3_000);
    }
}
