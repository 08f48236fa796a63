using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace AiSre.Api.Security;

/// <summary>
/// The keys that workspaces have handed out, as this process knows them. A look is one step however many there are, and asks nobody: neither the
/// ledger, when that is away, nor a grain of a workspace that a stranger has made up.
/// </summary>
internal sealed class StoredKeys
{
    private readonly ConcurrentDictionary<string, ApiKey> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<string>> references = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private volatile bool isLoaded;

    /// <summary>False until all have been read once: until then nobody knows that a key is none.</summary>
    public bool IsLoaded => isLoaded;

    public int Count => keys.Count;

    /// <summary>All of them, to see which were used.</summary>
    public IEnumerable<ApiKey> All => keys.Values;

    public ApiKey? Find(ReadOnlySpan<char> reference) =>
        keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(reference, out var key) ? key : null;

    /// <summary>Takes the place of what was known of a workspace.</summary>
    public void Put(string workspace, ImmutableArray<ManagedKey> standing)
    {
        lock (gate)
        {
            var before = references.GetValueOrDefault(workspace, []);
            var now = standing.Select(key => KeyText.Reference(workspace, key.Id)).ToImmutableArray();
            foreach (var key in standing)
            {
                var use = Find(KeyText.Reference(workspace, key.Id))?.Use ?? new KeyUse();
                use.Kept = key.LastUsedAt;
                var known = ApiKey.Of(workspace, key, use);
                keys[known.Reference!] = known;
            }
            foreach (var gone in before.Except(now)) keys.TryRemove(gone, out _);
            if (now.IsEmpty) references.Remove(workspace);
            else references[workspace] = now;
        }
    }

    /// <summary>All have been read: of other workspaces there is none.</summary>
    /// <param name="workspaces">Those of which something was read; null: nothing was read anew.</param>
    public void Loaded(IReadOnlySet<string>? workspaces)
    {
        if (workspaces is null) return;
        ImmutableArray<string> others;
        lock (gate) others = [.. references.Keys.Where(workspace => !workspaces.Contains(workspace))];
        foreach (var workspace in others) Put(workspace, []);
        isLoaded = true;
    }
}
