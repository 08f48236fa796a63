using System.Text.Json;
using AiSre.Domain.Workflows.Expressions;
using CsCheck;

namespace AiSre.Domain.Tests.Workflows;

public sealed class TextTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("Restart {{inputs.pod}}?", "Restart web-1?")]
    [InlineData("{{ inputs.pod }}/{{inputs.count}}", "web-1/3")]
    [InlineData("{{inputs.unknown}}!", "!")]
    [InlineData("a } b { c", "a } b { c")]
    public void Paths_become_their_values(string template, string text) =>
        Assert.Equal(text, Parse(template).Render(new Json("""{"inputs": {"pod": "web-1", "count": 3}}"""), out _));

    [Fact]
    public void What_has_no_value_is_said()
    {
        Parse("{{inputs.a}} {{inputs.b}}").Render(new Json("""{"inputs": {"a": "x"}}"""), out var missing);
        Assert.Equal("inputs.b", missing?.ToString());
    }

    [Theory]
    [InlineData("{{inputs.a", "has no '}}'")]
    [InlineData("{{}}", "a path such as inputs.namespace")]
    [InlineData("{{inputs.a | upper}}", "'|' has no meaning here")]
    [InlineData("{{inputs.a + 1}}", "'+' has no meaning here")]
    public void A_mistake_is_told(string template, string says)
    {
        Assert.Null(TextTemplate.Parse(template, out var problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    /// <summary>Alerts and logs are written by whoever can make a program print: nothing in a value is ever read as anything.</summary>
    [Fact]
    public void A_value_is_never_read_again() =>
        Gen.String.Select(Gen.OneOfConst("{{inputs.secret}}", "$(rm -rf /)", "'; drop", "}}", "{{"), (a, b) => a + b + a)
        .Sample(value =>
        {
            var scope = new Json($$$"""{"inputs": {"evil": {{{JsonSerializer.Serialize(value)}}}, "secret": "do not show"}}""");
            var known = JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(value));
            return Parse("<{{inputs.evil}}>").Render(scope, out _) == $"<{known}>";
        });

    [Fact]
    public void A_value_that_is_all_of_a_text_keeps_its_type()
    {
        var scope = new Json("""{"inputs": {"count": 3, "list": [1]}}""");
        Assert.Equal("3", Parse("{{inputs.count}}").Value(scope).GetRawText());
        Assert.Equal("[1]", Parse("{{inputs.list}}").Value(scope).GetRawText());
        Assert.Equal("\"3 of\"", Parse("{{inputs.count}} of").Value(scope).GetRawText());
        Assert.Equal(JsonValueKind.Null, Parse("{{inputs.none}}").Value(scope).ValueKind);
    }

    private static TextTemplate Parse(string text) => TextTemplate.Parse(text, out var problem) ?? throw new InvalidOperationException(problem);
}
