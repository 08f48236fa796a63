using AiSre.Console.Requests;

namespace AiSre.Api.Console;

/// <summary>
/// How often open tabs are told to load anew: as often as something changes, as long as that costs little. All of them together get a twentieth
/// of the machine, so that those who look at a storm leave it to the alerts. Each pays in advance what a page is believed to cost, and the rest
/// when it is there; a page that takes longer than believed is paid for while it is under way. Who was away for long may have a bit at once.
/// </summary>
internal sealed class LivePace : IDisposable
{
    /// <summary>What a page costs before one was measured.</summary>
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    /// <summary>Nobody waits longer for his turn, whatever pages cost.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Work that may be spent at once after a calm.</summary>
    private static readonly TimeSpan Saved = TimeSpan.FromSeconds(0.5);

    /// <summary>Timers know no less: one that comes too early is asked for again.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private static readonly double Share = 0.05 * Environment.ProcessorCount;

    private readonly TimeProvider clock;
    private readonly ITimer next;
    private readonly Lock gate = new();
    private readonly Queue<Waiting> line = [];
    private readonly HashSet<Load> underWay = [];
    private TimeSpan cost = First;
    private TimeSpan left = Saved;
    private long countedAt;
    private long calledAt;
    private long lastCameAt;

    public LivePace(TimeProvider clock)
    {
        this.clock = clock;
        countedAt = calledAt = clock.GetTimestamp();
        next = clock.CreateTimer(_ => Call(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when it is the next tab's turn.</summary>
    public Task TurnAsync(CancellationToken stop)
    {
        lock (gate)
        {
            lastCameAt = clock.GetTimestamp();
            var waiting = new Waiting(lastCameAt, stop);
            line.Enqueue(waiting);
            Call();
            return waiting.Turn;
        }
    }

    /// <summary>Measures the pages that a tab loads by itself.</summary>
    public static IEndpointConventionBuilder Measure(IEndpointConventionBuilder endpoint)
    {
        endpoint.Finally(static builder =>
        {
            if (builder.RequestDelegate is not { } serve) return;
            builder.RequestDelegate = context => context.Request.Headers.ContainsKey(ConsoleContext.LiveHeader)
                ? context.RequestServices.GetRequiredService<LivePace>().MeasureAsync(() => serve(context))
                : serve(context);
        });
        return endpoint;
    }

    public void Dispose() => next.Dispose();

    internal async Task MeasureAsync(Func<Task> serve)
    {
        Load load;
        lock (gate) underWay.Add(load = new(clock.GetTimestamp(), cost));
        try
        {
            await serve();
        }
        finally
        {
            lock (gate)
            {
                underWay.Remove(load);
                var took = clock.GetElapsedTime(load.BeganAt);
                left -= took - load.Paid;
                // It is believed at once that pages cost more, and slowly that they cost less.
                cost = took > cost ? took : cost * 0.8 + took * 0.2;
                Call();
            }
        }
    }

    /// <summary>Tells those whose turn it is, and comes back when it is somebody's.</summary>
    private void Call()
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            left += clock.GetElapsedTime(countedAt, now) * Share;
            countedAt = now;
            while (line.TryPeek(out var first))
            {
                if (!first.HasGone)
                {
                    if (WaitOf(first, now) is var wait && wait > TimeSpan.Zero)
                    {
                        next.Change(wait + Tick, Timeout.InfiniteTimeSpan);
                        return;
                    }
                    left -= cost;
                    calledAt = now;
                    first.Tell();
                }
                line.Dequeue();
            }
        }
    }

    private TimeSpan WaitOf(Waiting first, long now)
    {
        // What is owed is forgotten as far as nobody would wait for it.
        left = TimeSpan.FromTicks(Math.Clamp(left.Ticks, (-LongestWait * Share).Ticks, Saved.Ticks));
        var spare = left;
        foreach (var load in underWay) spare -= Beyond(clock.GetElapsedTime(load.BeganAt, now) - load.Paid);
        if (spare >= TimeSpan.Zero) return TimeSpan.Zero;
        // Where pages cost too much for all to have one in time, they come evenly and not all at the end.
        var since = Math.Max(calledAt, first.CameAt);
        var untilLast = clock.GetElapsedTime(since, lastCameAt) + LongestWait;
        var evenly = untilLast / line.Count - clock.GetElapsedTime(since, now);
        var wait = -spare / Share;
        return wait < evenly ? wait : evenly;
    }

    private static TimeSpan Beyond(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    /// <summary>A tab that has heard that something has changed.</summary>
    private sealed class Waiting
    {
        private readonly TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenRegistration leaving;

        public Waiting(long cameAt, CancellationToken stop)
        {
            CameAt = cameAt;
            leaving = stop.Register(() => turn.TrySetCanceled(stop));
        }

        public long CameAt { get; }

        public Task Turn => turn.Task;

        public bool HasGone => turn.Task.IsCompleted;

        public void Tell()
        {
            turn.TrySetResult();
            leaving.Dispose();
        }
    }

    /// <summary>A page under way; one is not the other, although they began at the same time.</summary>
    private sealed class Load(long beganAt, TimeSpan paid)
    {
        public long BeganAt => beganAt;

        /// <summary>What its tab has paid for it.</summary>
        public TimeSpan Paid => paid;
    }
}
