using System.Collections.Concurrent;
using System.Collections.Immutable;
using AiSre.Domain.Alerts.Sources.Shapes;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Sources;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Alerts;

/// <summary>
/// How the workspaces' own tools write, as this process knows it: asked for when a sender names a source that is none of the known ones, and then at
/// most every two seconds. A name that nobody knows asks at once, because it may have been defined a moment ago.
/// </summary>
public sealed class OwnSources(IGrainFactory grains, TimeProvider clock)
{
    private const int Kept = 5_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    // The other sections are not in what the grain answers, so no type of channel is needed.
    private static readonly DefinitionsReader Reader = new(DefinitionSections.Of(ChannelTypes.None));

    private readonly ConcurrentDictionary<string, Copy> copies = new(StringComparer.Ordinal);

    /// <summary>Null when the workspace has no such source.</summary>
    public async ValueTask<OwnSource?> FindAsync(string workspace, string source) =>
        copies.TryGetValue(workspace, out var copy) && clock.GetElapsedTime(copy.AskedAt) < Fresh && copy.Sources.TryGetValue(source, out var known)
            ? known
            : (await AskAsync(workspace, copy)).Sources.GetValueOrDefault(source);

    /// <summary>Their names, for those who have mistyped one.</summary>
    public IEnumerable<string> NamesOf(string workspace) => copies.TryGetValue(workspace, out var copy) ? copy.Sources.Keys : [];

    private async Task<Copy> AskAsync(string workspace, Copy? before)
    {
        var asked = clock.GetTimestamp();
        var snapshot = await grains.GetGrain<IDefinitionsGrain>(workspace).SourcesAsync(before?.Stamp ?? 0);
        var copy = snapshot is null ? before! with { AskedAt = asked } : new(snapshot.Stamp, SourcesOf(snapshot), asked);
        if (copies.Count > Kept) copies.Clear();
        return copies[workspace] = copy;
    }

    /// <summary>They were read when they were put, so nothing is wrong with them here.</summary>
    private static ImmutableDictionary<string, OwnSource> SourcesOf(SourcesSnapshot snapshot) =>
        Reader.ReadOwn(snapshot.Documents, AllowedTargets.None).Definitions?.Of(SourceSection.Key) ?? SourceSection.Key.Nothing;

    private sealed record Copy(long Stamp, ImmutableDictionary<string, OwnSource> Sources, long AskedAt);
}
