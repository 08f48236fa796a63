using AiSre.Api.Console;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Api.Tests.Console;

public sealed class LivePaceTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly LivePace pace;

    public LivePaceTests() => pace = new LivePace(clock);

    [Fact]
    public void After_a_calm_a_few_tabs_are_told_at_once()
    {
        for (var i = 0; i < 20; i++) Assert.True(Turn().IsCompleted, $"Tab {i} waits.");
    }

    [Fact]
    public async Task What_pages_cost_decides_how_often_they_are_loaded()
    {
        for (var i = 0; i < 50; i++) pace.Took(TimeSpan.FromMilliseconds(100));
        var turns = Enumerable.Range(0, 200).Select(_ => Turn()).ToList();
        // What was saved is spent at once, and then a tenth of the machine.
        Assert.InRange(turns.Count(turn => turn.IsCompleted), 13, 15);
        for (var second = 0; second < 10; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        var told = turns.Count(turn => turn.IsCompleted);
        Assert.InRange(told, 14 + Environment.ProcessorCount * 10 - 3, 16 + Environment.ProcessorCount * 10);
    }

    [Fact]
    public void Nobody_waits_for_longer_than_half_a_minute()
    {
        for (var i = 0; i < 50; i++) pace.Took(TimeSpan.FromSeconds(10));
        var turns = Enumerable.Range(0, 1_000).Select(_ => Turn()).ToList();
        Assert.False(turns[^1].IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.All(turns, turn => Assert.True(turn.IsCompleted));
    }

    private Task Turn() => pace.TurnAsync(TestContext.Current.CancellationToken);
}
