using AiSre.Domain.Notifications;
using CsCheck;

namespace AiSre.Domain.Tests.Notifications;

public sealed class RetryRulesTests
{
    [Fact]
    public void Pauses_double_from_two_seconds_and_eight_of_them_are_510_seconds()
    {
        var longest = Enumerable.Range(1, RetryRules.MaxRetries)
            .Select(attempts => RetryRules.NextIn(attempts, TimeSpan.Zero, null, 1)!.Value.TotalSeconds).ToList();
        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256], longest);
        Assert.Equal(510, longest.Sum());
        Assert.Equal(TimeSpan.FromSeconds(300), RetryRules.Backoff(9));
    }

    [Fact]
    public void After_eight_retries_a_message_is_given_up() => Assert.Null(RetryRules.NextIn(9, TimeSpan.Zero, null, 0));

    [Fact]
    public void A_message_is_not_tried_later_than_thirty_minutes_after_the_first_time()
    {
        Assert.NotNull(RetryRules.NextIn(2, TimeSpan.FromMinutes(29), TimeSpan.FromSeconds(60), 1));
        Assert.Null(RetryRules.NextIn(2, TimeSpan.FromMinutes(29), TimeSpan.FromSeconds(61), 1));
        Assert.Null(RetryRules.NextIn(2, TimeSpan.FromMinutes(31), null, 0));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(90, 90)]
    [InlineData(-5, 0)]
    [InlineData(86_400, 900)]
    public void What_the_vendor_asks_for_goes_before_the_backoff_up_to_fifteen_minutes(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryRules.NextIn(1, TimeSpan.Zero, TimeSpan.FromSeconds(asked), 0.5));

    [Fact]
    public void The_jitter_takes_anything_from_zero_to_the_whole_pause() => Gen.Select(Gen.Int[1, 8], Gen.Double[0, 1]).Sample((attempts, random) =>
    {
        var pause = RetryRules.NextIn(attempts, TimeSpan.Zero, null, random)!.Value;
        return pause >= TimeSpan.Zero && pause <= RetryRules.Backoff(attempts - 1);
    });
}
