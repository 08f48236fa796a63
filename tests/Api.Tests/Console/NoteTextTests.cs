using AiSre.Console.IncidentDetail.Words;

namespace AiSre.Api.Tests.Console;

/// <summary>What people write is shown as they meant it, and does nothing.</summary>
public sealed class NoteTextTests
{
    private static readonly string[] Forbidden =
        ["<script", "<img", "<b ", "href=\"javascript", "href=\" java", "href=\"data", "href=\"//", " onclick=\"", " style="];

    [Theory]
    [InlineData("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>")]
    [InlineData("one\ntwo", "<p>one<br />\ntwo</p>")]
    [InlineData("# of pods", "<p># of pods</p>")]
    [InlineData("[book](https://wiki.test/a?b=1&c=2)", "<p><a href=\"https://wiki.test/a?b=1&amp;c=2\" rel=\"noreferrer noopener\">book</a></p>")]
    [InlineData("<https://wiki.test/a>", "<p><a href=\"https://wiki.test/a\" rel=\"noreferrer noopener\">https://wiki.test/a</a></p>")]
    public void Markdown_is_shown(string text, string html) => Assert.Equal(html, NoteText.Html(text).Value.Trim());

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a]( JAVASCRIPT:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[a](data:text/html,<b>)")]
    [InlineData("[a](//evil.test)")]
    [InlineData("![pixel](https://evil.test/p.png)")]
    [InlineData("[r]\n\n[r]: javascript:alert(1) \"t\"")]
    [InlineData("```js\"onclick=\"x\ncode\n```")]
    [InlineData("**<b onclick=x>y</b>**")]
    public void Nothing_of_it_runs_or_loads(string text)
    {
        var html = NoteText.Html(text).Value;
        foreach (var forbidden in Forbidden) Assert.DoesNotContain(forbidden, html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_nested_beyond_reason_is_plain_text()
    {
        var html = NoteText.Html(new string('>', 4_000) + "<b>").Value;
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }
}
