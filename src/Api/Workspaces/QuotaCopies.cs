using System.Collections.Concurrent;
using AiSre.Api.Edge;
using AiSre.Domain.Workspaces;
using AiSre.Grains.Workspaces;

namespace AiSre.Api.Workspaces;

/// <summary>
/// The quotas of the workspaces that send here, at most so old. They are asked for beside the requests, which never wait for them: what is not known
/// yet, or cannot be found out, is the platform's default or what it was before.
/// </summary>
internal sealed class QuotaCopies(Func<IGrainFactory> grains, TimeProvider clock) : IQuotas
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    /// <summary>Copies of workspaces that have gone quiet are dropped when there are more.</summary>
    private const int Many = 10_000;

    private static readonly WorkspaceQuotas Default = new();
    private readonly ConcurrentDictionary<string, Copy> copies = new(StringComparer.Ordinal);

    public WorkspaceQuotas Of(string workspace)
    {
        var now = clock.GetTimestamp();
        if (!copies.TryGetValue(workspace, out var copy))
        {
            if (copies.Count >= Many) Forget(now);
            copy = copies.GetOrAdd(workspace, static _ => new Copy());
        }
        // Not on the request's own thread: making the call costs it something too.
        if (copy.TryBegin(now, clock, Fresh)) _ = Task.Run(() => RefreshAsync(workspace, copy));
        return copy.Quotas;
    }

    private async Task RefreshAsync(string workspace, Copy copy)
    {
        try
        {
            copy.Quotas = (await grains().GetGrain<IWorkspaceGrain>(workspace).FindAsync())?.Quotas ?? Default;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As it was known last; asked again soon.
        }
    }

    private void Forget(long now)
    {
        foreach (var (workspace, copy) in copies)
            if (clock.GetElapsedTime(copy.AskedAt, now) > Fresh) copies.TryRemove(workspace, out _);
    }

    private sealed class Copy
    {
        private long askedAt;

        public WorkspaceQuotas Quotas
        {
            get => Volatile.Read(ref field);
            set => Volatile.Write(ref field, value);
        } = Default;

        public long AskedAt => Interlocked.Read(ref askedAt);

        /// <summary>True for one of those who come when it is time.</summary>
        public bool TryBegin(long now, TimeProvider clock, TimeSpan fresh)
        {
            var before = AskedAt;
            return (before == 0 || clock.GetElapsedTime(before, now) >= fresh)
                && Interlocked.CompareExchange(ref askedAt, Math.Max(1, now), before) == before;
        }
    }
}
