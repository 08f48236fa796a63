using AiSre.Domain.Alerts;

namespace AiSre.Domain.Tests;

public class SeverityMapTests
{
    [Theory]
    [InlineData(" Page ", Severity.Critical)]
    [InlineData("ERROR", Severity.High)]
    [InlineData("minor", Severity.Warning)]
    [InlineData("none", Severity.Info)]
    public void Words_of_all_vendors_are_known(string word, Severity expected) => Assert.Equal(expected, SeverityMap.Parse(word));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("purple")]
    public void An_absent_or_unknown_word_is_no_severity(string? word) => Assert.Null(SeverityMap.Parse(word));
}
