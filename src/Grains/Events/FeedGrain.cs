using System.Diagnostics;
using AiSre.Grains.Ledger;
using Orleans.Concurrency;

namespace AiSre.Grains.Events;

/// <summary>All readers of a workspace on one silo share an activation; they wait side by side.</summary>
[GrainType("feed"), StatelessWorker(1), Reentrant]
public sealed class FeedGrain(IFeedReads feed, CommitPulse commits) : Grain, IFeedGrain
{
    /// <summary>Commits of other silos do not beat here.</summary>
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>In a storm a reader asks so often, and not after every commit.</summary>
    private static readonly TimeSpan LookAtMostEvery = TimeSpan.FromMilliseconds(20);

    private string? workspace;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        workspace = GrainKeys.ParseFeed(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<FeedPage> ReadAsync(string? after, int limit, int waitMilliseconds)
    {
        var began = Stopwatch.GetTimestamp();
        if (after is null) return new([], (await feed.EndAsync()).ToString(), Reset: false);
        if (FeedPosition.Parse(after) is not { } from) return new([], (await feed.EndAsync()).ToString(), Reset: true);
        while (true)
        {
            var committed = commits.Next;
            var read = await feed.ReadAsync(workspace, from, limit);
            var left = TimeSpan.FromMilliseconds(waitMilliseconds) - Stopwatch.GetElapsedTime(began);
            if (read.Reset || !read.Events.IsEmpty || left <= LookAtMostEvery) return new(read.Events, read.Next.ToString(), read.Reset);
            from = read.Next;
            await Task.Delay(LookAtMostEvery);
            await Task.WhenAny(committed, Task.Delay(left < LookAtLeastEvery ? left : LookAtLeastEvery));
        }
    }
}
