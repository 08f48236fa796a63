using AiSre.Console.Parts;
using AiSre.Domain.Reports;

namespace AiSre.Api.Tests.Console;

/// <summary>Reports as pages show them, whoever wrote what they quote.</summary>
public sealed class ReportTextTests
{
    [Fact]
    public void The_page_has_the_headline_tables_are_aligned_without_style_and_incidents_are_links()
    {
        var html = Html("# Hand-off\n\nOne (inc-1asffa30e8w1h), two.\n\n| | open |\n|---|--:|\n| high | 3 |\n");
        Assert.DoesNotContain("<h1", html, StringComparison.Ordinal);
        Assert.Contains("One (<a href=\"/i/inc-1asffa30e8w1h\">inc-1asffa30e8w1h</a>), two.", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"num\">3</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("![x](https://evil.example/x.png)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("'\"><svg onload=alert(1)> {{7*7}} \u202Egnp.exe javascript:alert(3)")]
    public void Nothing_that_others_wrote_becomes_a_tag(string text)
    {
        foreach (var markdown in new[] { text, $"- {text}", $"| a |\n|---|\n| {text} |\n", MarkdownText.Plain(text) })
        {
            var html = Html(markdown);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<svg", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void What_others_wrote_makes_no_list_of_its_own_and_nesting_without_end_is_text()
    {
        foreach (var title in new[] { "- x", "+ x", "1. x", "12) x", "-" })
            Assert.Single(Html("- " + MarkdownText.Plain(title)).Split("<li>").Skip(1));
        Assert.Contains(">-5 °C", Html("- " + MarkdownText.Plain("-5 °C")), StringComparison.Ordinal);
        Assert.StartsWith("<p>- - ", Html(string.Concat(Enumerable.Repeat("- ", 200)) + "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_in_the_text_of_a_link_is_no_link_in_it() =>
        Assert.Equal(1, Html("[see inc-1asffa30e8w1h](https://wiki.example/x)").Split("<a ").Length - 1);

    private static string Html(string markdown) => ReportText.Html(markdown, id => $"/i/{id}").Value;
}
