using AiSre.Domain.Alerts;

namespace AiSre.Domain.Tests.Alerts;

public class RepeatTallyTests
{
    [Fact]
    public void The_first_repeat_gets_an_event_that_stands_for_itself()
    {
        var tally = default(RepeatTally);
        Assert.True(tally.IsEventDue(1_000));
        Assert.Equal(1, tally.WithNext);
    }

    [Fact]
    public void For_a_minute_repeats_are_only_counted_and_the_next_event_stands_for_all_of_them()
    {
        var tally = RepeatTally.ToldAt(1_000).Counted().Counted();
        Assert.False(tally.IsEventDue(60_999));
        Assert.True(tally.IsEventDue(61_000));
        Assert.Equal(3, tally.WithNext);
        Assert.Equal(new RepeatTally(121_000, 0), RepeatTally.ToldAt(61_000));
    }

    [Fact]
    public void A_repeat_that_shares_another_ones_commit_is_counted_without_an_event_even_when_one_is_due() =>
        Assert.Equal(new RepeatTally(0, 1), default(RepeatTally).Counted());
}
