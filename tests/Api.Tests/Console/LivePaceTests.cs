using AiSre.Api.Console;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Console;

public sealed class LivePaceTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly LivePace pace;

    public LivePaceTests() => pace = new LivePace(clock);

    [Fact]
    public void After_a_calm_a_few_tabs_are_told_at_once()
    {
        for (var i = 0; i < 10; i++) Assert.True(Turn().IsCompleted, $"Tab {i} waits.");
    }

    [Fact]
    public async Task Pages_that_cost_little_are_loaded_by_many_at_once()
    {
        await CostAsync(TimeSpan.FromMilliseconds(5), times: 50);
        Assert.InRange(Turns(200).Count(turn => turn.IsCompleted), 80, 110);
    }

    [Fact]
    public async Task What_pages_cost_decides_how_often_they_are_loaded()
    {
        await CostAsync(TimeSpan.FromMilliseconds(100), times: 50);
        clock.Advance(TimeSpan.FromMinutes(1));
        var turns = Turns(12);
        // What was saved is spent at once, and then a twentieth of the machine.
        Assert.InRange(turns.Count(turn => turn.IsCompleted), 5, 7);
        Pass(TimeSpan.FromSeconds(3));
        var more = Math.Min(6, 3 * Environment.ProcessorCount / 2);
        Assert.InRange(turns.Count(turn => turn.IsCompleted), 5 + more, 7 + more);
    }

    [Fact]
    public async Task A_page_that_costs_more_than_a_second_is_counted_whole()
    {
        await CostAsync(TimeSpan.FromSeconds(20), times: 1);
        clock.Advance(TimeSpan.FromMinutes(20));
        var turns = Turns(2);
        Assert.Equal([true, false], turns.Select(turn => turn.IsCompleted));
        Pass(TimeSpan.FromSeconds(29));
        Assert.False(turns[1].IsCompleted);
        Pass(TimeSpan.FromSeconds(3));
        Assert.True(turns[1].IsCompleted);
    }

    [Fact]
    public async Task While_pages_are_under_way_for_longer_than_believed_nobody_else_is_told()
    {
        var served = new TaskCompletionSource();
        Assert.True(Turn().IsCompleted);
        var loads = Enumerable.Range(0, 3).Select(_ => pace.MeasureAsync(() => served.Task)).ToList();
        clock.Advance(TimeSpan.FromSeconds(1));
        var turn = Turn();
        Assert.False(turn.IsCompleted);
        served.SetResult();
        await Task.WhenAll(loads);
        Assert.False(turn.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True(turn.IsCompleted);
    }

    [Fact]
    public async Task What_was_paid_too_much_is_given_back()
    {
        var turns = Turns(20);
        Assert.False(turns[^1].IsCompleted);
        // No time goes by while these pages are made.
        foreach (var _ in turns) await pace.MeasureAsync(() => Task.CompletedTask);
        Assert.True(turns[^1].IsCompleted);
    }

    [Fact]
    public async Task Nobody_waits_for_longer_than_half_a_minute_and_not_all_until_then()
    {
        await CostAsync(TimeSpan.FromSeconds(10), times: 3);
        var turns = Turns(300);
        Assert.False(turns[^1].IsCompleted);
        Pass(TimeSpan.FromSeconds(15));
        Assert.InRange(turns.Count(turn => turn.IsCompleted), 140, 160);
        Pass(TimeSpan.FromSeconds(16));
        Assert.All(turns, turn => Assert.True(turn.IsCompleted));
    }

    [Fact]
    public async Task Who_has_gone_takes_nobodys_turn()
    {
        await CostAsync(TimeSpan.FromSeconds(1), times: 10);
        using var gone = new CancellationTokenSource();
        var left = Enumerable.Range(0, 50).Select(_ => pace.TurnAsync(gone.Token)).ToList();
        var stays = Turn();
        await gone.CancelAsync();
        Assert.All(left, turn => Assert.True(turn.IsCompleted));
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(stays.IsCompletedSuccessfully);
    }

    public void Dispose() => pace.Dispose();

    private Task Turn() => pace.TurnAsync(TestContext.Current.CancellationToken);

    private List<Task> Turns(int count) => [.. Enumerable.Range(0, count).Select(_ => Turn())];

    /// <summary>As a clock goes on, and not in one leap.</summary>
    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(1)) clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private async Task CostAsync(TimeSpan cost, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await pace.MeasureAsync(() =>
            {
                clock.Advance(cost);
                return Task.CompletedTask;
            });
        }
    }
}
