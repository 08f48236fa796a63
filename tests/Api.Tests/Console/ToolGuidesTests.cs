using AiSre.Console.Connect;
using AiSre.Domain.Alerts;

namespace AiSre.Api.Tests.Console;

public sealed class ToolGuidesTests
{
    [Fact]
    public void Every_tool_that_is_known_has_a_guide_of_its_own()
    {
        var guides = ToolGuides.Groups.SelectMany(group => group.Tools).ToList();
        Assert.Equal(AlertSource.Known.Order(StringComparer.Ordinal), guides.Select(guide => guide.Source).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(ToolGuides.Groups, group => group.Name == "Others");
        Assert.All(guides, guide =>
            Assert.Contains("sre.example", guide.In(guide.Lines + guide.Where, "https://sre.example"), StringComparison.Ordinal));
    }
}
