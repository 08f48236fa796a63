using AiSre.Console.Parts;

namespace AiSre.Api.Tests.Console;

public sealed class IndentedJsonTests
{
    [Theory]
    [InlineData("""{"a":[1,"ü"]}""", "{\n  \"a\": [\n    1,\n    \"ü\"\n  ]\n}")]
    [InlineData("""{"a":"\ud83d\ude00"}""", "{\n  \"a\": \"\\uD83D\\uDE00\"\n}")]
    [InlineData("no json", "no json")]
    [InlineData("""{"a":"cut, because it is lo""", """{"a":"cut, because it is lo""")]
    // Read as JSON, and no text that could be written again: it is shown as it came.
    [InlineData("""{"a":"\ud800"}""", """{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""", """{"\udc00":1}""")]
    public void A_body_is_shown_in_lines_or_as_it_came(string body, string shown) => Assert.Equal(shown, IndentedJson.InLines(body));
}
