using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Incidents;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Tests.Slos;

/// <summary>A promise that is changed.</summary>
public sealed class SloPromiseTests
{
    private static readonly SloPromise Before = SloPromise.Of(Promise.Payments);

    [Fact]
    public void Another_target_or_window_is_a_change_and_nothing_else_is()
    {
        Assert.Null(SloPromiseRules.Change(null, Promise.Payments, Promise.Now));
        var same = Promise.Payments with { Description = "d", Service = "s", Window = SloWindow.Rolling(30) };
        Assert.Null(SloPromiseRules.Change(Before, same, Promise.Now));
        var other = same with { Target = 0.999, Window = SloWindow.Calendar(CalendarUnit.Week) };
        var change = SloPromiseRules.Change(Before, other, Promise.Now)!;
        var said = SloPromiseRules.Event("till", change);
        Assert.Equal((EventTypes.SloChanged, Promise.Now), (said.Type, said.At));
        Assert.Equal(
            """{"slo":"till","from":"99.95 % over the last 30 days","to":"99.9 % over each week of the calendar in UTC"}""", said.Payload);
    }

    [Fact]
    public void The_newest_changes_are_remembered_and_those_of_the_window_are_told()
    {
        System.Collections.Immutable.ImmutableArray<SloPromiseChange> all = [];
        for (var i = 0; i < 12; i++) all = SloPromiseRules.With(all, new(Promise.Now.AddDays(i * 4 - 44), Before, Before));
        Assert.Equal(10, all.Length);
        Assert.Equal(Promise.Now, all[^1].At);
        var reading = Promise.Minutes(0);
        var words = SloExplanationRules.Of(Promise.Payments, Promise.Budget(Promise.Payments, reading), [], [], all);
        Assert.Equal(8, words.Count(sentence => sentence.Contains(" it promised ", StringComparison.Ordinal)));
        Assert.Contains(
            "Until 2025-01-15T10:30:00Z it promised 99.95 % over the last 30 days; what happened before is measured by what it promises now.", words);
    }
}
