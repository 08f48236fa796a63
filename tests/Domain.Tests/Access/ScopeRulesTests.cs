using AiSre.Domain.Access;

namespace AiSre.Domain.Tests.Access;

public sealed class ScopeRulesTests
{
    [Fact]
    public void A_key_without_scopes_is_held_to_none_and_one_with_scopes_to_those()
    {
        foreach (var scope in ScopeRules.All)
        {
            Assert.True(ScopeRules.Permit([], scope));
            Assert.True(ScopeRules.Permit(default, scope));
            Assert.Equal(scope is KeyScope.Ingest, ScopeRules.Permit([KeyScope.Ingest], scope));
        }
    }

    [Fact]
    public void Words_are_read_as_they_are_written()
    {
        foreach (var scope in ScopeRules.All) Assert.Equal(scope, ScopeRules.Parse(scope.Word()));
        Assert.Equal(ScopeRules.All.Length, ScopeRules.All.Select(scope => scope.Word()).Distinct().Count());
        Assert.Null(ScopeRules.Parse("Read"));
        Assert.Null(ScopeRules.Parse("*"));
    }

    [Fact]
    public void Each_role_of_people_has_the_scopes_of_the_one_before_it()
    {
        Assert.Subset(ScopeRules.Of(Role.Operator).ToHashSet(), ScopeRules.Of(Role.Viewer).ToHashSet());
        Assert.Subset(ScopeRules.Of(Role.Admin).ToHashSet(), ScopeRules.Of(Role.Operator).ToHashSet());
        Assert.Equal([KeyScope.Ingest], ScopeRules.Of(Role.Ingest));
        Assert.DoesNotContain(KeyScope.Administer, ScopeRules.Of(Role.Operator));
    }
}
