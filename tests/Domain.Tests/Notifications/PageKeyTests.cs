using AiSre.Domain.Notifications;

namespace AiSre.Domain.Tests.Notifications;

public sealed class PageKeyTests
{
    [Fact]
    public void A_key_names_the_workspace_and_the_incident_that_it_was_made_of() =>
        Assert.Equal(new PageKey("ws-1", "inc-2"), PageKey.Parse(new PageKey("ws-1", "inc-2").ToString()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("PD12345")]
    [InlineData("ai-sre:")]
    [InlineData("ai-sre:ws")]
    [InlineData("ai-sre:ws:")]
    [InlineData("ai-sre::inc-1")]
    [InlineData("AI-SRE:ws:inc-1")]
    public void What_others_call_their_incidents_is_no_key_of_ours(string? key) => Assert.Null(PageKey.Parse(key));
}
