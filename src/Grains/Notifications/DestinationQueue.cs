using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Notifications;

/// <summary>What of a destination's rows is in memory: all that wait, up to a bound.</summary>
internal sealed class DestinationQueue(IOutboxReads reads, string workspace, string channel, string address, TimeProvider clock)
{
    private const int PageSize = 1_000;
    private const int Capacity = 20_000;

    /// <summary>Where nothing limits the rate, looking at more at once would only cost.</summary>
    private const int UnlimitedWindow = 128;

    /// <summary>Another silo may commit an older number later: what is read after the newest known is not quite all.</summary>
    private static readonly TimeSpan FullReadEvery = TimeSpan.FromSeconds(30);

    private readonly SortedDictionary<long, QueuedMessage> messages = [];
    private TaskCompletionSource changed = NewSignal();
    private DateTimeOffset readAt = DateTimeOffset.MinValue;
    private bool stale;
    private bool complete;
    private bool more;
    private long newest;

    public int Count => messages.Count;

    /// <summary>In order.</summary>
    public IReadOnlyCollection<QueuedMessage> All => messages.Values;

    /// <summary>There is something to read.</summary>
    public bool IsStale => stale || (more && messages.Count < Capacity / 2) || (messages.Count == 0 && !complete);

    /// <summary>Ends when there is something to read.</summary>
    public Task Changed => changed.Task;

    /// <summary>There may be something new.</summary>
    public void Refresh()
    {
        stale = true;
        changed.TrySetResult();
    }

    /// <summary>Knows nothing any more, and wants to know nothing until the next refresh.</summary>
    public void Forget()
    {
        messages.Clear();
        (newest, stale, more, complete) = (0, false, false, true);
    }

    /// <summary>What is in memory may not be what is on disk.</summary>
    public void Reload()
    {
        messages.Clear();
        complete = false;
    }

    public async Task LoadAsync()
    {
        var now = clock.GetUtcNow();
        stale = false;
        if (changed.Task.IsCompleted) changed = NewSignal();
        var all = messages.Count == 0 || now - readAt >= FullReadEvery;
        if (all) (readAt, newest) = (now, 0);
        var seen = new SortedDictionary<long, QueuedMessage>();
        more = true;
        while (more && messages.Count + seen.Count < Capacity)
        {
            IReadOnlyList<OutboxRow> page;
            try
            {
                page = await reads.PendingAsync(workspace, channel, address, newest, PageSize);
            }
            catch
            {
                (stale, newest) = (true, 0);
                throw;
            }
            foreach (var row in page) seen[row.Seq] = messages.GetValueOrDefault(row.Seq) ?? Queued(row);
            if (page.Count > 0) newest = page[^1].Seq;
            more = page.Count == PageSize;
        }
        if (all) messages.Clear();
        foreach (var (seq, message) in seen) messages[seq] = message;
        complete = all;
    }

    /// <summary>In order.</summary>
    public IReadOnlyCollection<QueuedMessage> Window(ChannelDefinition definition) =>
        RateRules.Of(definition).IsNone && messages.Count > UnlimitedWindow ? [.. messages.Values.Take(UnlimitedWindow)] : messages.Values;

    public int AttemptsOf(long seq) => messages.TryGetValue(seq, out var message) ? message.Attempts : 0;

    public void Remove(long seq) => messages.Remove(seq);

    public void Put(QueuedMessage message) => messages[message.Seq] = message;

    private static QueuedMessage Queued(OutboxRow row) => new(
        row.Seq, row.Message, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), row.Attempts,
        row.NextAt is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null, Attempt.IsHeld(row.Error));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
