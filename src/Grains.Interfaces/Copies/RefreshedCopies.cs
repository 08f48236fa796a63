using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AiSre.Grains.Copies;

/// <summary>
/// This process' copies of what grains of workspaces know, each asked for only while somebody asks here, and then at most once in a while.
/// </summary>
public sealed class RefreshedCopies<T>(CopySource<T> source, CopyTimes times, TimeProvider clock, ILogger log)
{
    /// <summary>Beyond, those that are not worth keeping are forgotten.</summary>
    private const int Kept = 5_000;

    private readonly ConcurrentDictionary<string, RefreshedCopy<T>> copies = new(StringComparer.Ordinal);

    /// <summary>What is known, of all workspaces that somebody has asked for.</summary>
    public IEnumerable<T> Known => copies.Values.Where(static copy => copy.IsKnown).Select(static copy => copy.Value!);

    /// <summary>Throws what the grain threw when nothing is known.</summary>
    public ValueTask<T> OfAsync(string workspace) => CopyOf(workspace).GetAsync();

    /// <summary>As it is now. Throws when the grain does not answer.</summary>
    public Task<T> FreshAsync(string workspace) => CopyOf(workspace).ReadAsync();

    /// <summary>What is answered until the grain has been asked for the first time.</summary>
    public void Begin(string workspace, T value) => CopyOf(workspace).Begin(value);

    /// <summary>What somebody has just written, so that this silo need not ask.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="value">What is kept now.</param>
    /// <param name="began">When the writing began: what was learnt later is newer.</param>
    public void Learn(string workspace, T value, long began) => CopyOf(workspace).Learn(value, began);

    /// <summary>Something has changed: who asks next hears of it at once. Other silos hear of it when they next ask.</summary>
    public void Outdate(string workspace)
    {
        if (copies.TryGetValue(workspace, out var copy)) copy.Outdate();
    }

    private RefreshedCopy<T> CopyOf(string workspace)
    {
        if (copies.TryGetValue(workspace, out var copy)) return copy;
        if (copies.Count > Kept) Forget();
        return copies.GetOrAdd(workspace, name => new(name, source, times, clock, log));
    }

    private void Forget()
    {
        foreach (var copy in copies)
            if (!copy.Value.IsAsking && !(copy.Value.IsKnown && source.IsWorthKeeping(copy.Value.Value!))) copies.TryRemove(copy);
    }
}
