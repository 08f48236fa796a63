using AiSre.Domain.Actions.Rules;
using AiSre.Domain.Definitions.Actions;

namespace AiSre.Domain.Tests.Actions;

public sealed class FreezeRulesTests
{
    private static readonly FreezeWindow Weekend = new() { Name = "weekend", TimeZone = "Europe/Berlin", Days = [6, 7] };

    [Theory]
    [InlineData("2026-03-13T22:59:59Z", null)]
    [InlineData("2026-03-13T23:00:00Z", "2026-03-14T23:00:00Z")]
    [InlineData("2026-03-15T22:59:59Z", "2026-03-15T23:00:00Z")]
    [InlineData("2026-03-15T23:00:00Z", null)]
    // The Sunday of 23 hours, and the one of 25.
    [InlineData("2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z")]
    public void A_day_lasts_until_midnight_in_its_zone(string at, string? end) => Assert.Equal(Time(end), FreezeRules.EndAt(Weekend,
        Time(at)!.Value));

    [Theory]
    [InlineData("2026-03-11T20:59:00Z", null)]
    [InlineData("2026-03-11T21:00:00Z", "2026-03-12T05:00:00Z")]
    [InlineData("2026-03-12T04:59:59Z", "2026-03-12T05:00:00Z")]
    [InlineData("2026-03-12T21:30:00Z", null)]
    public void A_window_over_midnight_belongs_to_the_day_on_which_it_starts(string at, string? end) =>
        Assert.Equal(Time(end), FreezeRules.EndAt(Weekend with { Days = [3], FromMinute = 22 * 60, ToMinute = 6 * 60 }, Time(at)!.Value));

    [Theory]
    [InlineData("2026-03-11T12:00:00Z", "2026-03-13T23:00:00Z")]
    [InlineData("2026-03-14T08:00:00Z", "2026-03-14T23:00:00Z")]
    [InlineData("2026-03-15T08:00:00Z", "2026-03-20T23:00:00Z")]
    [InlineData("2026-03-28T10:00:00Z", "2026-03-28T23:00:00Z")]
    [InlineData("2026-03-29T10:00:00Z", "2026-04-03T22:00:00Z")]
    public void It_is_known_when_a_weekend_next_begins_where_it_is_one(string now, string begins) =>
        Assert.Equal(Time(begins), FreezeRules.NextStart(Weekend, Time(now)!.Value));

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, null);
}
