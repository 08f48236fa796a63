using AiSre.Console.Audit;
using AiSre.Grains.Actions;

namespace AiSre.Api.Tests.Console;

/// <summary>What a look at the chain of the audit is said to have found.</summary>
public sealed class AuditWordsTests
{
    [Theory]
    [InlineData(0, 0, "There is no row to look at.")]
    [InlineData(1, 1, "1 row looked at, from the oldest to the newest: 1 behind seals that fit.")]
    [InlineData(1204, 1200,
        "1,204 rows looked at, from the oldest to the newest: 1,200 behind seals that fit, 4 not sealed yet, which takes half a minute.")]
    public void It_says_what_was_looked_at_and_until_where(long rows, long covered, string said) =>
        Assert.Equal(said, AuditView.Checked(new(true, rows, covered, "ab", null)));

    [Fact]
    public void It_says_where_it_is_broken() => Assert.Equal(
        "The seal over row 77 does not fit: between it and the seal before, a row was changed, taken out or put in. " +
        "12 rows were reckoned until there; what follows is not looked at.",
        AuditView.Broken(new AuditVerification(false, 12, 40, "ab", 77), 77));
}
