using AiSre.Api.Cluster;
using AiSre.Grains.Events;

namespace AiSre.Api.Console;

/// <summary>
/// What changes in a workspace, for all pages of it that are open at this process: one reader of the feed however many tabs there are, and at most
/// one word a second to each of them, so that a storm costs a page no more than a quiet night does.
/// </summary>
internal sealed class LiveTopic(IFeedGrain feed, TimeProvider clock)
{
    /// <summary>Read at once; what is beyond is not told one by one.</summary>
    private const int Page = 1_000;

    /// <summary>Named in one message; more is "everything".</summary>
    private const int Named = 50;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private TaskCompletionSource next = NewSignal();
    private LiveChange last = new(0, LiveChange.Nothing, null, DateTimeOffset.MinValue);
    private int tabs;

    /// <summary>Goes on with each reader of the feed: one that is not the latest ends.</summary>
    private int reader;

    /// <summary>The latest word.</summary>
    public LiveChange Last
    {
        get
        {
            lock (gate) return last;
        }
    }

    public int Tabs => Volatile.Read(ref tabs);

    public void Enter()
    {
        lock (gate)
        {
            if (++tabs > 1) return;
            var number = ++reader;
            _ = Task.Run(() => FollowAsync(number));
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            if (--tabs == 0) reader++;
        }
    }

    /// <summary>Completes with the next word, or at once when there was one since.</summary>
    public async Task<LiveChange> AfterAsync(long number, CancellationToken stop)
    {
        while (true)
        {
            Task signal;
            lock (gate)
            {
                // Of several words the last is heard, which does not say what the others said.
                if (last.Number > number) return last.Number == number + 1 ? last : last with { Changes = LiveChange.Everything };
                signal = next.Task;
            }
            await signal.WaitAsync(stop);
        }
    }

    private async Task FollowAsync(int number)
    {
        string? position = null;
        while (number == Volatile.Read(ref reader))
        {
            try
            {
                // Each read is a call of its own, however long this has lasted.
                CallBudget.Begin(clock);
                var page = await feed.ReadAsync(position, Page, 1_000);
                var before = position;
                position = page.Events.Length == Page ? null : page.Next;
                // The first read only says where the end is; between two of these something may have been missed.
                if (page.Events.IsEmpty && !page.Reset && before is not null) continue;
                Publish(page.Reset || before is null ? LiveChange.Everything : Changes(page), page.Next);
                await Task.Delay(ShortestPause, clock);
            }
            catch (Exception)
            {
                // The cluster cannot be asked at the moment: pages go on from where they were.
                await Task.Delay(AfterFailure, clock);
            }
        }
    }

    private void Publish(string changes, string position)
    {
        lock (gate)
        {
            last = new(last.Number + 1, changes, position, clock.GetUtcNow());
            next.TrySetResult();
            next = NewSignal();
        }
    }

    private static string Changes(FeedPage page)
    {
        var names = page.Events.Select(e => $"{e.Kind}:{e.Id}").Distinct().Take(Named + 1).ToList();
        return page.Events.Length == Page || names.Count > Named ? LiveChange.Everything : string.Join(' ', names);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
