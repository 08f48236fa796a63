using AiSre.Domain.Alarms;

namespace AiSre.Domain.Tests.Alarms;

public class AlarmRulesTests
{
    private static readonly DateTimeOffset Due = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Five_seconds_are_in_time_and_more_are_told()
    {
        Assert.Null(AlarmRules.LateBySeconds(Due, Due));
        Assert.Null(AlarmRules.LateBySeconds(Due, Due.AddSeconds(5)));
        Assert.Equal(5, AlarmRules.LateBySeconds(Due, Due.AddSeconds(5.9)));
        Assert.Equal(3_600, AlarmRules.LateBySeconds(Due, Due.AddHours(1)));
    }

    [Fact]
    public void An_alarm_that_comes_more_than_five_minutes_late_means_that_the_platform_was_away()
    {
        Assert.Null(AlarmRules.AwayUntil(Due, null, Due.AddMinutes(5)));
        Assert.Equal(Due.AddMinutes(6), AlarmRules.AwayUntil(Due, null, Due.AddMinutes(6)));
        Assert.Equal(Due.AddHours(-1), AlarmRules.AwayUntil(Due, Due.AddHours(-1), Due));
    }

    [Fact]
    public void What_fails_rests_longer_each_time_and_never_longer_than_a_minute() =>
        Assert.Equal(
            [1, 2, 4, 8, 16, 32, 60, 60, 60], Enumerable.Range(1, 8).Append(1_000).Select(failures => AlarmRules.PauseAfter(failures).TotalSeconds));
}
