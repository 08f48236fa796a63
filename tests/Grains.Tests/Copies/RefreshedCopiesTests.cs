using AiSre.Grains.Copies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AiSre.Grains.Tests.Copies;

public sealed class RefreshedCopiesTests
{
    private static readonly CopyTimes Times = new(Renewed: TimeSpan.FromSeconds(1), Oldest: TimeSpan.FromSeconds(2), Patience: TimeSpan.FromSeconds(30));

    private readonly FakeTimeProvider _clock = new();
    private readonly Dictionary<string, string> _kept = [];
    private TaskCompletionSource? _door;
    private Exception? _failure;
    private int _asked;

    [Fact]
    public async Task What_is_young_is_not_asked_for_again_and_all_who_wait_share_one_question()
    {
        var copies = Copies();
        _door = new();
        var waiting = Enumerable.Range(0, 10).Select(_ => copies.OfAsync("a").AsTask()).ToList();
        _door.SetResult();
        Assert.All(await Task.WhenAll(waiting), value => Assert.Equal("a", value));
        Assert.Equal("a", await copies.OfAsync("a"));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task Who_asks_often_does_not_wait_while_it_is_renewed()
    {
        var copies = Copies();
        await copies.OfAsync("a");
        (_door, _kept["a"]) = (new(), "new");
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("a", await copies.OfAsync("a"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var tooOld = copies.OfAsync("a").AsTask();
        Assert.False(tooOld.IsCompleted);
        _door.SetResult();
        Assert.Equal("new", await tooOld);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task What_is_known_stays_when_nobody_answers_and_is_not_asked_for_at_once_again()
    {
        var copies = Copies();
        await copies.OfAsync("a");
        (_failure, _kept["a"]) = (new TimeoutException(), "new");
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", await copies.OfAsync("a"));
        Assert.Equal("a", await copies.OfAsync("a"));
        Assert.Equal(2, _asked);
        _failure = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("new", await copies.OfAsync("a"));
    }

    [Fact]
    public async Task When_nothing_is_known_the_question_fails_and_is_asked_again_at_once()
    {
        var copies = Copies();
        _failure = new TimeoutException();
        await Assert.ThrowsAsync<TimeoutException>(async () => await copies.OfAsync("a"));
        _failure = null;
        Assert.Equal("a", await copies.OfAsync("a"));
    }

    [Fact]
    public async Task Or_it_has_an_answer_for_that_and_nobody_waits_for_each()
    {
        var copies = Copies(whileUnknown: static () => "none");
        _failure = new TimeoutException();
        for (var i = 0; i < 5; i++) Assert.Equal("none", await copies.OfAsync("a"));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task What_is_outdated_is_asked_for_at_once_also_when_it_became_so_during_a_question()
    {
        var copies = Copies();
        await copies.OfAsync("a");
        (_door, _kept["a"]) = (new(), "new");
        copies.Outdate("a");
        var during = copies.OfAsync("a").AsTask();
        copies.Outdate("a");
        _door.SetResult();
        Assert.Equal("new", await during);
        _kept["a"] = "newest";
        Assert.Equal("newest", await copies.OfAsync("a"));
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task What_was_written_here_need_not_be_asked_for_and_an_older_answer_does_not_replace_it()
    {
        var copies = Copies();
        var before = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        copies.Learn("a", "written", _clock.GetTimestamp());
        copies.Learn("a", "late", before);
        Assert.Equal("written", await copies.OfAsync("a"));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task What_it_begins_with_is_answered_when_nobody_else_can()
    {
        var copies = Copies();
        copies.Begin("a", "first");
        _failure = new TimeoutException();
        Assert.Equal("first", await copies.OfAsync("a"));
        Assert.Equal(["first"], copies.Known);
    }

    [Fact]
    public async Task Names_of_workspaces_that_are_none_are_forgotten()
    {
        var copies = Copies(isWorthKeeping: static value => value == "real");
        _kept["real"] = "real";
        await copies.OfAsync("real");
        for (var i = 0; i < 12_000; i++) await copies.OfAsync($"none-{i}");
        Assert.InRange(copies.Known.Count(), 1, 5_002);
        Assert.Contains("real", copies.Known);
    }

    private RefreshedCopies<string> Copies(Func<string>? whileUnknown = null, Func<string, bool>? isWorthKeeping = null) =>
        new(new("texts", (workspace, _) => AskAsync(workspace), isWorthKeeping ?? (static _ => true)) { WhileUnknown = whileUnknown }, Times, _clock, NullLogger.Instance);

    private async Task<string> AskAsync(string workspace)
    {
        Interlocked.Increment(ref _asked);
        if (_door is { } door) await door.Task;
        return _failure is { } failure ? throw failure : _kept.GetValueOrDefault(workspace, workspace);
    }
}
