using AiSre.Domain.Incidents;

namespace AiSre.Domain.Tests;

public sealed class ActorNamesTests
{
    [Theory]
    [InlineData("dana")]
    [InlineData("Dana O'Neill")]
    [InlineData("dana@example.com")]
    [InlineData("systems")]
    [InlineData("Zoë")]
    [InlineData("日本")]
    public void A_person_may_be_named(string actor) => Assert.Null(ActorNames.Problem(actor));

    [Theory]
    [InlineData("system")]
    [InlineData("System")]
    [InlineData(" system ")]
    [InlineData("AUTONOMY")]
    [InlineData("slack:U123")]
    [InlineData("webhook:alertmanager")]
    public void What_the_platform_calls_itself_and_those_of_other_products_nobody_may_say(string actor) =>
        Assert.Contains("the platform gives", ActorNames.Problem(actor), StringComparison.Ordinal);

    [Theory]
    [InlineData("dana\nsystem")]
    [InlineData("sys\u200Btem")]
    [InlineData("dana\u202Eevil")]
    [InlineData("dana\u2028")]
    [InlineData("da\tna")]
    public void What_does_not_show_makes_no_name(string actor) =>
        Assert.Contains("one line", ActorNames.Problem(actor), StringComparison.Ordinal);

    [Fact]
    public void A_name_has_an_end()
    {
        Assert.Null(ActorNames.Problem(new string('a', ActorNames.Longest)));
        Assert.NotNull(ActorNames.Problem(new string('a', ActorNames.Longest + 1)));
    }

    [Theory]
    [InlineData("{}", """{"via":"ops"}""")]
    [InlineData("{ }", """{"via":"ops"}""")]
    [InlineData("""{"note":"a}b"}""", """{"note":"a}b","via":"ops"}""")]
    public void The_key_that_vouches_for_a_name_stands_beside_what_an_event_says(string payload, string expected) =>
        Assert.Equal(expected, EventPayload.With(payload, "via", "ops"));
}
