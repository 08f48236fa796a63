using System.Text.Json;
using AiSre.Domain.Workflows.Expressions;

namespace AiSre.Domain.Tests.Workflows;

public sealed class ExpressionTests
{
    private const string Known = """
        {
          "inputs": {"namespace": "production", "replicas": 3, "text_number": "3", "flag": true, "empty": null, "odd": "x' == 'x"},
          "steps": {"2nd-look": {"outputs": {"reasons": ["OOMKilled", "Error"], "log": "first\nout of memory\nlast", "pods": [{"name": "a"}]}}}
        }
        """;

    [Theory]
    [InlineData("inputs.namespace == 'production'")]
    [InlineData("inputs.namespace == \"production\"")]
    [InlineData("inputs.namespace != 'staging' and inputs.replicas >= 3")]
    [InlineData("inputs.replicas < 4 and inputs.replicas > 2.5 and inputs.replicas <= 3")]
    [InlineData("inputs.replicas == inputs.text_number")]
    [InlineData("inputs.flag")]
    [InlineData("inputs.flag == 'true'")]
    [InlineData("not inputs.unknown")]
    [InlineData("not not inputs.flag")]
    [InlineData("inputs.unknown == null and inputs.empty == null")]
    [InlineData("inputs.namespace in ['staging', 'production']")]
    [InlineData("not inputs.namespace in ['staging']")]
    [InlineData("'Error' in steps.2nd-look.outputs.reasons")]
    [InlineData("steps.2nd-look.outputs.reasons contains 'OOMKilled'")]
    [InlineData("steps.2nd-look.outputs.log contains 'out of memory'")]
    [InlineData("steps.2nd-look.outputs.pods[0].name == 'a'")]
    [InlineData("steps['2nd-look'].outputs['pods'][0].name == 'a'")]
    [InlineData("inputs.namespace matches '^prod'")]
    [InlineData("steps.2nd-look.outputs.log matches '(?i)OUT OF \\\\w+'")]
    [InlineData("false or (true and not false)")]
    [InlineData("false and false or true")]
    [InlineData("true or false and false")]
    [InlineData("inputs.odd == 'x\\' == \\'x'")]
    [InlineData("-1 < 0")]
    public void What_is_so_is_true(string text) => Assert.True(Parse(text).IsTrue(new Json(Known)));

    [Theory]
    [InlineData("inputs.namespace")]
    [InlineData("inputs.replicas")]
    [InlineData("inputs.unknown")]
    [InlineData("inputs.unknown < 3")]
    [InlineData("inputs.unknown > 3")]
    [InlineData("inputs.namespace > 3")]
    [InlineData("inputs.namespace in 'production'")]
    [InlineData("inputs.replicas contains '3'")]
    [InlineData("inputs.namespace matches '^rod'")]
    [InlineData("inputs.replicas matches '3'")]
    [InlineData("inputs.namespace == 'Production'")]
    [InlineData("steps.2nd-look.outputs.pods[7].name == 'a'")]
    [InlineData("not true or false")]
    public void Everything_else_is_not(string text) => Assert.False(Parse(text).IsTrue(new Json(Known)));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("inputs.a = 1", "equality is ==")]
    [InlineData("inputs.a == 1 && inputs.b", "write and")]
    [InlineData("!inputs.a", "write not")]
    [InlineData("{{inputs.a}} == 1", "write the path itself")]
    [InlineData("inputs.a == 'x", "this text has no end (at character 13)")]
    [InlineData("1 < 2 < 3", "'<' stands where and, or, or the end is expected")]
    [InlineData("inputs.a == ", "it ends where a path, a value")]
    [InlineData("inputs. == 1", "stands where a name is expected")]
    [InlineData("(inputs.a", "it ends where ')' is expected")]
    [InlineData("inputs.a inputs.b", "stands where and, or, or the end is expected")]
    [InlineData("inputs.a matches inputs.b", "a regular expression in quotes")]
    [InlineData("inputs.a matches '(x'", "This regular expression is not one of Go's")]
    [InlineData("inputs.a matches 'a)|(b'", "This regular expression is not one of Go's")]
    [InlineData("inputs.a matches '(a{1,100}){1,8}'", "steps for each character; allowed are 500")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v", "at most 20 parts")]
    [InlineData("system('rm -rf /')", "'(' stands where")]
    [InlineData("1.2.3 == 1", "is no number")]
    public void A_mistake_is_told_with_its_place(string text, string says)
    {
        Assert.Null(Expression.Parse(text, out var problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_before_it_costs_a_stack()
    {
        Assert.Null(Expression.Parse(new string('(', 400) + "true" + new string(')', 400), out var problem));
        Assert.Contains("nested more than 20 levels", problem, StringComparison.Ordinal);
        Assert.Null(Expression.Parse(new string(' ', 2_000), out problem));
        Assert.Contains("more than 1000 characters", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_of_the_worst_kind_is_over_at_once() =>
        // A backtracking engine would take longer than the universe has.
        Assert.False(Parse("inputs.text matches '^(a+)+$'").IsTrue(new Json($$$"""{"inputs": {"text": "{{{new string('a', 20_000)}}}!"}}""")));

    [Theory]
    [InlineData("$", "{\"a\":[{\"b c\":1}]}")]
    [InlineData("$.a[0]", "{\"b c\":1}")]
    [InlineData("$.a[0]['b c']", "1")]
    [InlineData("$.a[1]", null)]
    [InlineData("$.a.b", null)]
    public void A_json_path_names_one_value(string path, string? value)
    {
        using var document = JsonDocument.Parse("""{"a":[{"b c":1}]}""");
        var parsed = ValuePath.ParseJson(path, out var problem);
        Assert.True(parsed is not null, problem);
        Assert.Equal(value, ValuePath.Walk(document.RootElement, parsed.Segments.AsSpan())?.GetRawText());
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("$..a")]
    [InlineData("$.a[*]")]
    [InlineData("$.a[?(@.b)]")]
    [InlineData("$.a[-1]")]
    [InlineData("$ a")]
    public void Wildcards_and_filters_are_no_paths(string path) => Assert.Null(ValuePath.ParseJson(path, out _));

    private static Expression Parse(string text) => Expression.Parse(text, out var problem) ?? throw new InvalidOperationException(problem);
}

/// <summary>Values as JSON.</summary>
internal sealed class Json(string text) : IValueScope
{
    private readonly JsonElement root = JsonElement.Parse(text);

    public JsonElement? Find(ValuePath path) => ValuePath.Walk(root, path.Segments.AsSpan());
}
