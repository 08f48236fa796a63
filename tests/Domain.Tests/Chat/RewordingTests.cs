using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Chat;

namespace AiSre.Domain.Tests.Chat;

public sealed class RewordingTests
{
    private static readonly ImmutableArray<string> Own =
    [
        "The critical incident \"web is slow\" about web opened at 2026-03-01 12:00 UTC and was resolved at 2026-03-01 12:45 UTC, after 45 min.",
        "Nobody acknowledged it.",
    ];

    [Fact]
    public void Words_that_say_the_same_take_the_place_of_ours()
    {
        var better = "\"web is slow\", a critical incident about web, lasted 45 min: from 2026-03-01 12:00 UTC until it was resolved at "
            + "2026-03-01 12:45 UTC.";
        Assert.Equal([better, Own[1]], Reword(better, Own[1])!.Value);
    }

    [Theory]
    [InlineData("The critical incident about web was resolved after 54 min, at 2026-03-01 12:45 UTC; it opened at 2026-03-01 12:00 UTC.")]
    [InlineData("The critical incident about web opened at 12:00 and was resolved.")]
    [InlineData("The critical incident about the service billing was resolved at 2026-03-01 12:45 UTC after 45 min (2026-03-01 12:00 UTC).")]
    [InlineData("The critical incident about web opened at 2026-03-01 12:00 UTC and was not resolved at 2026-03-01 12:45 UTC, after 45 min.")]
    [InlineData("The database made web slow: 2026-03-01 12:00 UTC to 2026-03-01 12:45 UTC, 45 min.")]
    public void One_that_adds_loses_or_turns_something_is_left_out(string words) => Assert.Null(Reword(words, Own[1]));

    [Fact]
    public void Nobody_is_not_turned_into_somebody() => Assert.Null(Reword(Own[0], "Somebody acknowledged it."));

    [Theory]
    [InlineData("{\"texts\":[\"one\"]}")]
    [InlineData("{\"texts\":[\"one\",\"two\",\"three\"]}")]
    [InlineData("{\"texts\":[\"one\",2]}")]
    [InlineData("{\"texts\":[\"one\",\"two\"],\"note\":\"x\"}")]
    [InlineData("Here you are: {\"texts\":[\"one\",\"two\"]}")]
    public void An_answer_of_another_shape_is_none(string answer) => Assert.Null(Rewording.Read(answer, Own));

    [Fact]
    public void What_would_be_too_much_is_not_asked()
    {
        Assert.NotNull(Rewording.Of(Own));
        Assert.Null(Rewording.Of([]));
        Assert.Null(Rewording.Of([.. Enumerable.Repeat("text", 31)]));
        Assert.Null(Rewording.Of([new string('x', 1_501)]));
    }

    private static ImmutableArray<string>? Reword(params string[] texts) =>
        Rewording.Checked(Rewording.Read(JsonSerializer.Serialize(new { texts }), Own)!, Own);
}
