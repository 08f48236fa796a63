using AiSre.Grains.Copies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Grains.Tests.Copies;

public sealed class RefreshedCopiesTests
{
    private static readonly CopyTimes Times =
        new(Renewed: TimeSpan.FromSeconds(1), Oldest: TimeSpan.FromSeconds(2), Patience: TimeSpan.FromSeconds(30));

    private readonly FakeTimeProvider clock = new();
    private readonly Dictionary<string, string> kept = [];
    private TaskCompletionSource? door;
    private Exception? failure;
    private int asked;

    [Fact]
    public async Task What_is_young_is_not_asked_for_again_and_all_who_wait_share_one_question()
    {
        var copies = Copies();
        this.door = new();
        var waiting = Enumerable.Range(0, 10).Select(_ => copies.OfAsync("a").AsTask()).ToList();
        this.door.SetResult();
        Assert.All(await Task.WhenAll(waiting), value => Assert.Equal("a", value));
        Assert.Equal("a", await copies.OfAsync("a"));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Who_asks_often_does_not_wait_while_it_is_renewed()
    {
        var copies = Copies();
        await copies.OfAsync("a");
        (this.door, kept["a"]) = (new(), "new");
        clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("a", await copies.OfAsync("a"));
        clock.Advance(TimeSpan.FromSeconds(1));
        var tooOld = copies.OfAsync("a").AsTask();
        Assert.False(tooOld.IsCompleted);
        this.door.SetResult();
        Assert.Equal("new", await tooOld);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task What_is_known_stays_when_nobody_answers_and_is_not_asked_for_at_once_again()
    {
        var copies = Copies();
        await copies.OfAsync("a");
        (this.failure, kept["a"]) = (new TimeoutException(), "new");
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", await copies.OfAsync("a"));
        Assert.Equal("a", await copies.OfAsync("a"));
        Assert.Equal(2, asked);
        this.failure = null;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("new", await copies.OfAsync("a"));
    }

    [Fact]
    public async Task When_nothing_is_known_the_question_fails_and_is_asked_again_at_once()
    {
        var copies = Copies();
        this.failure = new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(async () => await copies.OfAsync("a"));
        this.failure = null;
        Assert.Equal("a", await copies.OfAsync("a"));
    }

    [Fact]
    public async Task Or_it_has_an_answer_for_that_and_nobody_waits_for_each()
    {
        var copies = Copies(whileUnknown: static () => "none");
        this.failure = new TimeoutException();
        for (var i = 0; i < 5; i++) Assert.Equal("none", await copies.OfAsync("a"));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task What_is_outdated_is_asked_for_at_once_also_when_it_became_so_during_a_question()
    {
        var copies = Copies();
        await copies.OfAsync("a");
        (this.door, kept["a"]) = (new(), "new");
        copies.Outdate("a");
        var during = copies.OfAsync("a").AsTask();
        copies.Outdate("a");
        this.door.SetResult();
        Assert.Equal("new", await during);
        kept["a"] = "newest";
        Assert.Equal("newest", await copies.OfAsync("a"));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task What_was_written_here_need_not_be_asked_for_and_an_older_answer_does_not_replace_it()
    {
        var copies = Copies();
        var before = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromMilliseconds(1));
        copies.Learn("a", "written", clock.GetTimestamp());
        copies.Learn("a", "late", before);
        Assert.Equal("written", await copies.OfAsync("a"));
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task What_it_begins_with_is_answered_when_nobody_else_can()
    {
        var copies = Copies();
        copies.Begin("a", "first");
        this.failure = new TimeoutException();
        Assert.Equal("first", await copies.OfAsync("a"));
        Assert.Equal(["first"], copies.Known);
    }

    [Fact]
    public async Task Names_of_workspaces_that_are_none_are_forgotten()
    {
        var copies = Copies(isWorthKeeping: static value => value == "real");
        kept["real"] = "real";
        await copies.OfAsync("real");
        for (var i = 0; i < 12_000; i++) await copies.OfAsync($"none-{i}");
        Assert.InRange(copies.Known.Count(), 1, 5_002);
        Assert.Contains("real", copies.Known);
    }

    private RefreshedCopies<string> Copies(Func<string>? whileUnknown = null, Func<string, bool>? isWorthKeeping = null) =>
        new(new("texts", (workspace, _) => AskAsync(workspace), isWorthKeeping ?? (static _ => true)) { WhileUnknown = whileUnknown }, Times, clock,
            NullLogger.Instance);

    private async Task<string> AskAsync(string workspace)
    {
        Interlocked.Increment(ref asked);
        if (this.door is { } door) await door.Task;
        return this.failure is { } failure ? throw failure : kept.GetValueOrDefault(workspace, workspace);
    }
}
