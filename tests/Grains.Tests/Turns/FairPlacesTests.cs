using AiSre.Grains.Turns;

namespace AiSre.Grains.Tests.Turns;

public sealed class FairPlacesTests
{
    private readonly FairPlaces places = new(2);

    [Fact]
    public async Task Whoever_wants_one_place_has_the_next_whatever_another_workspace_wants()
    {
        var order = new List<string>();
        Assert.True(places.TryEnter());
        Assert.True(places.TryEnter());
        var work = Enumerable.Repeat("flood", 1_000).Append("quiet").Append("other").Append("flood").Select(Work).ToList();
        Assert.Equal(work.Count, places.Waiting);

        places.Leave();
        await Task.WhenAll(work);

        Assert.Equal(["flood", "quiet", "other", "flood"], order.Take(4));
        Assert.Equal(0, places.Waiting);
        return;

        async Task Work(string workspace)
        {
            await places.EnterAsync(workspace);
            lock (order) order.Add(workspace);
            places.Leave();
        }
    }

    [Fact]
    public async Task No_more_than_there_are_places_are_in_at_once_and_each_that_leaves_lets_one_in()
    {
        var entered = Enumerable.Range(0, 5).Select(i => places.EnterAsync($"ws-{i}")).ToList();
        Assert.Equal(2, entered.Count(turn => turn.IsCompleted));
        Assert.False(places.TryEnter());
        places.Leave();
        await entered[2];
        Assert.False(entered[3].IsCompleted);
        places.Leave();
        places.Leave();
        await Task.WhenAll(entered);
        places.Leave();
        places.Leave();
        Assert.True(places.TryEnter());
    }

    [Fact]
    public async Task Whoever_gives_up_takes_no_place_with_him()
    {
        await places.EnterAsync("a");
        await places.EnterAsync("a");
        using var patience = new CancellationTokenSource();
        var leaves = places.EnterAsync("a", patience.Token);
        var stays = places.EnterAsync("b");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        places.Leave();
        await stays;
        places.Leave();
        Assert.True(places.TryEnter());
        Assert.False(places.TryEnter());
    }

    [Fact]
    public void What_is_taken_in_turn_is_of_each_workspace_in_its_order()
    {
        string[] all = ["a1", "a2", "a3", "b1", "c1", "a4", "c2"];
        Assert.Equal(["a1", "b1", "c1", "a2", "c2", "a3", "a4"], InTurn.Order(all, static item => item[..1]));
    }
}
