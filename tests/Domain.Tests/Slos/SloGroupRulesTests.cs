using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>One definition over a label.</summary>
public sealed class SloGroupRulesTests
{
    [Fact]
    public void Each_value_has_an_slo_up_to_the_most_and_keeps_it()
    {
        var slo = Promise.Events with { GroupBy = "tenant", MaxGroups = 3 };
        var first = SloGroupRules.With(SloGroups.None, ["b", "a", "b"], slo);
        Assert.Equal(["a", "b"], first.Values);
        var second = SloGroupRules.With(first, ["0", "00", "a", ""], slo);
        Assert.Equal(["0", "a", "b"], second.Values);
        Assert.Equal(
            "payments-api-availability has SLOs for 3 of the values of tenant, and 'max_groups' allows 3: others are without.",
            SloGroupRules.Warning(slo, second));
        var asked = slo with { Source = new PrometheusSloSource() };
        Assert.EndsWith(" 1 more is without.", SloGroupRules.Warning(asked, second), StringComparison.Ordinal);
        Assert.EndsWith(" 2 more are without.", SloGroupRules.Warning(asked, second with { LeftOut = 2 }), StringComparison.Ordinal);
        Assert.Null(SloGroupRules.Warning(slo, SloGroupRules.With(second, ["a"], slo)));
        Assert.Equal(1, SloGroupRules.With(first, [new('x', 101)], slo).LeftOut);
    }

    [Fact]
    public void A_value_is_part_of_the_name_and_found_again()
    {
        Assert.Equal("checkout:a:b", SloGroupRules.NameOf("checkout", "a:b"));
        Assert.Equal(("checkout", "a:b"), SloGroupRules.Split("checkout:a:b"));
        Assert.Equal(("checkout", null), SloGroupRules.Split("checkout"));
        Assert.Equal("payments-api-availability:x", SloGroupRules.Of(Promise.Events, "x").Name);
    }
}
