using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Domain.Silences;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Silences;

/// <summary>
/// Asks the workspace's grain at most once a second, and only when somebody asks here. Who asks often never waits: the copy is renewed in the
/// background before it is too old.
/// </summary>
public sealed partial class SilenceCache(Func<string, ISilencesGrain> grainOf, TimeProvider clock, ILogger<SilenceCache> log) : ISilences
{
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Renewed = TimeSpan.FromSeconds(1);

    /// <summary>Alerts wait for this answer: a cluster that rearranges itself must not hold them up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Copy> copies = new(StringComparer.Ordinal);

    public ValueTask<ImmutableArray<Silence>> OfAsync(string workspace)
    {
        var copy = copies.GetOrAdd(workspace, static _ => new Copy());
        var age = copy.Age(clock);
        if (age < Renewed) return new(copy.Silences);
        var asking = copy.Begin(clock, Renewed, () => AskAsync(workspace));
        return asking is null || age < Oldest ? new(copy.Silences) : new(WaitAsync(copy, asking));
    }

    public async Task<ImmutableArray<Silence>> FreshAsync(string workspace)
    {
        var began = clock.GetTimestamp();
        var silences = await grainOf(workspace).ListAsync();
        Learn(workspace, silences, began);
        return silences;
    }

    /// <summary>What somebody has just read or written, so that this silo need not ask.</summary>
    /// <param name="began">When the reading began: what was learnt later is newer.</param>
    internal void Learn(string workspace, ImmutableArray<Silence> silences, long began) =>
        copies.GetOrAdd(workspace, static _ => new Copy()).Learn(silences, began);

    private async Task AskAsync(string workspace)
    {
        try
        {
            await FreshAsync(workspace);
        }
        catch (Exception exception)
        {
            LogUnknown(log, workspace, exception.Message);
        }
    }

    private async Task<ImmutableArray<Silence>> WaitAsync(Copy copy, Task asking)
    {
        await asking.WaitAsync(Patience, clock)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return copy.Silences;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The silences of workspace {Workspace} could not be read; those known last hold: {Reason}")]
    private static partial void LogUnknown(ILogger log, string workspace, string reason);

    private sealed class Copy
    {
        private readonly Lock gate = new();
        private volatile Known known = new([], null);
        private Task? asking;
        private long askedAt;

        public ImmutableArray<Silence> Silences => known.Silences;

        public TimeSpan Age(TimeProvider clock) => known.ReadAt is { } at ? clock.GetElapsedTime(at) : TimeSpan.MaxValue;

        /// <summary>The question that is under way, or a new one; null when one has just failed.</summary>
        public Task? Begin(TimeProvider clock, TimeSpan pause, Func<Task> ask)
        {
            lock (gate)
            {
                if (asking is { IsCompleted: false }) return asking;
                if (asking is not null && clock.GetElapsedTime(askedAt) < pause) return null;
                askedAt = clock.GetTimestamp();
                // Many grains wait for one answer, so it belongs to none of them.
                return asking = Task.Run(ask);
            }
        }

        public void Learn(ImmutableArray<Silence> silences, long began)
        {
            lock (gate)
            {
                if (known.ReadAt is not { } at || began >= at) known = new(silences, began);
            }
        }

        private sealed record Known(ImmutableArray<Silence> Silences, long? ReadAt);
    }
}
