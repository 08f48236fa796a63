using System.Diagnostics;
using AiSre.Grains.Alarms;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Tests.Alarms;

public sealed class AlarmPaceTests
{
    private static readonly long Second = Stopwatch.Frequency;
    private readonly AlarmPace pace = new();

    [Fact]
    public void A_silo_that_has_just_started_has_few_in_hand()
    {
        var entered = Enumerable.Range(0, AlarmPace.Most).Select(i => pace.EnterAsync(Alarm(i))).Count(turn => turn.IsCompleted);
        Assert.Equal(AlarmPace.First, entered);
    }

    [Fact]
    public void Calls_that_come_back_soon_let_more_be_made()
    {
        for (var i = 0; i < 5_000; i++) Call(took: Second / 100);
        Assert.Equal(AlarmPace.Most, pace.Limit);
    }

    [Fact]
    public void Calls_that_come_back_late_halve_it_once_for_all_that_were_under_way_together()
    {
        for (var i = 0; i < AlarmPace.First; i++) _ = pace.EnterAsync(Alarm(i));
        for (var i = 0; i < AlarmPace.First; i++) pace.Leave(0, 2 * Second, overloaded: false);
        Assert.Equal(AlarmPace.First / 2, pace.Limit);
    }

    [Fact]
    public void However_late_they_are_some_are_called_and_it_recovers()
    {
        for (var i = 0; i < 100; i++) Call(took: 5 * Second, at: i * 6 * Second);
        Assert.Equal(AlarmPace.Least, pace.Limit);
        for (var i = 0; i < 5_000; i++) Call(took: Second / 100, at: 1_000 * Second);
        Assert.Equal(AlarmPace.Most, pace.Limit);
    }

    [Fact]
    public void What_fails_because_somebody_was_too_slow_counts_as_late_and_other_failures_do_not()
    {
        Call(took: Second / 2);
        Assert.Equal(AlarmPace.First, pace.Limit);
        Call(took: Second / 2, overloaded: true);
        Assert.Equal(AlarmPace.First / 2, pace.Limit);
    }

    [Fact]
    public async Task Whoever_waits_goes_in_order_of_urgency_and_then_of_time()
    {
        for (var i = 0; i < AlarmPace.First; i++) await pace.EnterAsync(Alarm(i));
        var order = new List<string>();
        var waiting = new[] { Alarm(3, urgency: 1), Alarm(9, urgency: 3), Alarm(5, urgency: 3), Alarm(8) }
            .Select(async alarm =>
            {
                await pace.EnterAsync(alarm);
                lock (order) order.Add($"{alarm.Urgency}/{alarm.DueAt}");
                pace.Leave(0, Second / 2, overloaded: false);
            }).ToList();
        pace.Leave(0, Second / 2, overloaded: false);
        await Task.WhenAll(waiting);
        Assert.Equal([$"{AlarmRow.Telling}/8", "3/5", "3/9", "1/3"], order);
    }

    [Fact]
    public async Task A_workspace_with_one_alarm_waits_for_one_call_of_another_that_has_a_thousand()
    {
        for (var i = 0; i < AlarmPace.First; i++) await pace.EnterAsync(Alarm(i));
        var order = new List<string>();
        var waiting = Enumerable.Range(0, 1_000).Select(i => Alarm(i, workspace: "flood")).Append(Alarm(5_000, urgency: 0, workspace: "quiet"))
            .Select(async alarm =>
            {
                await pace.EnterAsync(alarm);
                lock (order) order.Add(alarm.Target.Workspace);
                pace.Leave(0, Second / 2, overloaded: false);
            }).ToList();
        pace.Leave(0, Second / 2, overloaded: false);
        await Task.WhenAll(waiting);
        Assert.Equal(["flood", "quiet", "flood"], order.Take(3));
    }

    private void Call(long took, long at = 0, bool overloaded = false)
    {
        _ = pace.EnterAsync(Alarm(0));
        pace.Leave(at, at + took, overloaded);
    }

    private static AlarmRow Alarm(long due, int urgency = AlarmRow.Telling, string workspace = "default") =>
        new(new AlarmTarget("incident", workspace, "inc-1"), "x", due, Number: 0, urgency);
}
