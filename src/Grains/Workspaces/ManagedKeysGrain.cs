using System.Collections.Immutable;
using System.Globalization;
using AiSre.Domain.Access;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Workspaces;

/// <summary>
/// Looks at the database only when somebody asks, and at most ten times a second however many do. What it remembers is numbered by itself: an
/// activation that takes its place says everything anew.
/// </summary>
[GrainType("managed-keys")]
public sealed class ManagedKeysGrain(IKeyReads reads, IDocumentReads documents, TimeProvider clock) : Grain, IManagedKeysGrain
{
    private static readonly TimeSpan LookAtMostEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>More than so many changed documents are read in one go.</summary>
    private const int FewChanges = 50;

    private readonly Dictionary<string, Known> known = new(StringComparer.Ordinal);
    private readonly string activation = NewIds.Writer(clock.GetUtcNow());
    private long number;
    private long? lookedAt;

    public async Task<ManagedKeysPage> ReadAsync(string? after)
    {
        if (lookedAt is not { } before || clock.GetElapsedTime(before) >= LookAtMostEvery)
        {
            var began = clock.GetTimestamp();
            await LookAsync();
            lookedAt = began;
        }
        var place = PlaceOf(after);
        var now = clock.GetUtcNow();
        var changed = known.Where(entry => entry.Value.Number > (place ?? 0)).OrderBy(entry => entry.Value.Number).ToList();
        var page = changed.Take(IManagedKeysGrain.PageSize).ToList();
        return new(
            [.. page.Select(entry => new KeysOfWorkspace(entry.Key, [.. entry.Value.Keys.Where(key => key.Counts(now))]))],
            PlaceText(page.Count == 0 ? place ?? 0 : page[^1].Value.Number), BeginsAnew: place is null, IsLast: page.Count == changed.Count);
    }

    private async Task LookAsync()
    {
        var versions = await reads.VersionsAsync();
        var changed = versions.Where(version => !known.TryGetValue(version.Workspace, out var old) || old.Version != version).ToList();
        if (changed.Count > FewChanges)
        {
            foreach (var stored in await reads.AllAsync())
                if (!known.TryGetValue(stored.Version.Workspace, out var old) || old.Version != stored.Version) Learn(stored.Version, stored.Text);
        }
        else
        {
            foreach (var version in changed)
            {
                // What was written since is read with it, and once more after the next look.
                var document = await documents.FindAsync(new(version.Workspace, WorkspaceKeysState.Kind, ""));
                Learn(version, document?.Text);
            }
        }
        var there = versions.Select(version => version.Workspace).ToHashSet();
        foreach (var (workspace, old) in known.Where(entry => !there.Contains(entry.Key) && !entry.Value.Keys.IsEmpty).ToList())
            Learn(old.Version with { Workspace = workspace, Version = 0 }, null);
    }

    private void Learn(KeysVersion version, string? text) => known[version.Workspace] = new(
        version, ++number, text is null ? [] : DocumentText.Read<WorkspaceKeysState>(text).Keys);

    /// <summary>Null when it is none of this activation's.</summary>
    private long? PlaceOf(string? after) =>
        after?.Split('/') is [var whose, var count] && whose == activation
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;

    private string PlaceText(long place) => string.Create(CultureInfo.InvariantCulture, $"{activation}/{place}");

    /// <param name="Version">Of the document that was read.</param>
    /// <param name="Number">When it was learnt, in the order of learning.</param>
    /// <param name="Keys">All that are kept.</param>
    private sealed record Known(KeysVersion Version, long Number, ImmutableArray<ManagedKey> Keys);
}
