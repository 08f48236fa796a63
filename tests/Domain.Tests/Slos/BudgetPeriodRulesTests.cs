using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>Windows that roll, and those of the calendar in its zone.</summary>
public sealed class BudgetPeriodRulesTests
{
    [Fact]
    public void A_rolling_window_ends_now()
    {
        var period = BudgetPeriodRules.At(SloWindow.Rolling(30), Promise.Now);
        Assert.Equal((Promise.Now.AddDays(-30), Promise.Now, 43_200), (period.From, period.Until, period.Minutes));
    }

    [Theory]
    [InlineData(CalendarUnit.Month, "UTC", "2025-02-10T12:00Z", "2025-02-01T00:00Z", 28 * 1_440)]
    [InlineData(CalendarUnit.Month, "UTC", "2024-02-29T23:59Z", "2024-02-01T00:00Z", 29 * 1_440)]
    [InlineData(CalendarUnit.Month, "Europe/Berlin", "2025-03-31T22:00Z", "2025-03-31T22:00Z", 30 * 1_440)]
    [InlineData(CalendarUnit.Month, "Europe/Berlin", "2025-03-31T21:59Z", "2025-02-28T23:00Z", 31 * 1_440 - 60)]
    [InlineData(CalendarUnit.Month, "Europe/Berlin", "2025-10-15T12:00Z", "2025-09-30T22:00Z", 31 * 1_440 + 60)]
    [InlineData(CalendarUnit.Week, "America/New_York", "2025-03-09T12:00Z", "2025-03-03T05:00Z", 7 * 1_440 - 60)]
    [InlineData(CalendarUnit.Week, "UTC", "2025-01-13T00:00Z", "2025-01-13T00:00Z", 7 * 1_440)]
    [InlineData(CalendarUnit.Week, "UTC", "2025-01-12T23:59Z", "2025-01-06T00:00Z", 7 * 1_440)]
    [InlineData(CalendarUnit.Quarter, "UTC", "2025-01-15T10:30Z", "2025-01-01T00:00Z", 90 * 1_440)]
    [InlineData(CalendarUnit.Quarter, "UTC", "2025-12-31T23:59Z", "2025-10-01T00:00Z", 92 * 1_440)]
    // In Brazil the clocks went forward at midnight.
    [InlineData(CalendarUnit.Month, "America/Sao_Paulo", "2018-11-20T12:00Z", "2018-11-01T03:00Z", 30 * 1_440 - 60)]
    public void A_period_of_the_calendar_has_the_minutes_that_its_clocks_have(CalendarUnit unit, string zone, string at, string from, int minutes)
    {
        var period = BudgetPeriodRules.At(SloWindow.Calendar(unit, zone), Parse(at));
        Assert.Equal((Parse(from), minutes), (period.From, period.Minutes));
        Assert.True(period.From <= Parse(at) && Parse(at) < period.Until);
    }

    [Fact]
    public void A_period_begins_when_the_one_before_ends()
    {
        var window = SloWindow.Calendar(CalendarUnit.Week, "America/Sao_Paulo");
        var period = BudgetPeriodRules.At(window, Parse("2018-01-03T12:00Z"));
        for (var week = 0; week < 60; week++)
        {
            var next = BudgetPeriodRules.At(window, period.Until);
            Assert.Equal(period.Until, next.From);
            period = next;
        }
    }

    [Fact]
    public void At_the_boundary_nothing_is_used_any_more()
    {
        var monthly = Promise.Payments with { Window = SloWindow.Calendar(CalendarUnit.Month) };
        var (before, after) = (Parse("2025-01-31T23:59Z"), Parse("2025-02-01T00:00Z"));
        var open = new SloInterval(before.AddMinutes(-30), null);
        Assert.Equal(30, Budget(before).ConsumedMinutes);
        Assert.Equal(0, Budget(after).ConsumedMinutes);
        Assert.Equal(20.16, Budget(after).TotalMinutes, 9);
        Assert.Equal(5, Budget(after.AddMinutes(5)).ConsumedMinutes);

        SloBudget Budget(DateTimeOffset now) => BudgetRules.Of(monthly, DowntimeRules.Read(monthly, [open], [], null, now), [], now);
    }

    [Fact]
    public void The_age_is_what_has_gone_by_and_could_be_known()
    {
        var period = BudgetPeriodRules.At(SloWindow.Calendar(CalendarUnit.Month), Promise.Now);
        Assert.Equal(14 * 1_440 + 630, period.Age(null, Promise.Now));
        Assert.Equal(60, period.Age(Promise.Now.AddHours(-1), Promise.Now));
        Assert.Equal(0, period.Age(Promise.Now.AddHours(1), Promise.Now));
    }

    private static DateTimeOffset Parse(string at) => DateTimeOffset.ParseExact(at, "yyyy-MM-dd'T'HH:mm'Z'", null,
        System.Globalization.DateTimeStyles.AssumeUniversal);
}
