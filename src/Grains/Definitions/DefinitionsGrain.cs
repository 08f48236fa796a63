using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Reading;
using AiSre.Domain.Definitions.Sources;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Definitions;

/// <summary>What is asked is here; what changes something is in the other parts.</summary>
[GrainType(DefinitionsGrain.Kind), RandomPlacement]
public sealed partial class DefinitionsGrain(
    [PersistentState("definitions", LedgerState.Storage)] IPersistentState<Kept<DefinitionsState>> state, IDocumentReads documents,
    IIncidentReads incidents,
    DefinitionsReader reader, EnvironmentVariable environment, AllowedTargets allowed, DefinitionsCache cache, TimeProvider clock)
    : Grain, IDefinitionsGrain
{
    /// <summary>The grain's type.</summary>
    public const string Kind = "definitions";

    private DefinitionsStore? store;
    private (long Stamp, WorkspaceDefinitions Definitions)? read;

    private string Workspace => this.GetPrimaryKeyString();

    private DefinitionsStore Store => store ??= new(state, documents, Workspace, clock);

    public async Task<DefinitionsSnapshot?> ReadAsync(long knownStamp)
    {
        var state = await Store.ReadAsync();
        return state.Stamp == knownStamp
            ? null
            : Snapshot(state, state.Current, state.Documents, [.. state.Overrides.Where(entry => entry.RemovedAt is null)]);
    }

    public async Task<DefinitionsSnapshot> AtAsync(DateTimeOffset at)
    {
        var state = await Store.ReadAsync();
        // What was in force before the first that was told here was most likely the same.
        var revision = state.Revisions.LastOrDefault(revision => revision.At <= at) ?? state.Revisions.FirstOrDefault();
        ImmutableArray<DefinitionDocument> documents = revision is null
            ? []
            : revision == state.Current ? state.Documents : await Store.TextsAsync(revision);
        return Snapshot(state, revision, documents,
            [.. state.Overrides.Where(entry => entry.CreatedAt <= at && !(entry.RemovedAt <= at))]) with { ReplacedAt = ReplacedAt(state, at) };
    }

    public async Task<DefinitionsView> ShowAsync()
    {
        var state = await Store.ReadAsync();
        return new()
        {
            Revision = state.Current,
            Documents = [.. state.Documents.Select(reader.Redact)],
            Summary = state.Current is null ? null : reader.Summarize(InForce(state)),
            Refused = state.Refused,
            Files = state.Files,
        };
    }

    public async Task<ImmutableArray<DefinitionsRevision>> RevisionsAsync() => [.. (await Store.ReadAsync()).Revisions.Reverse()];

    public async Task<ImmutableArray<DefinitionDocument>> RevisionAsync(int number)
    {
        var state = await Store.ReadAsync();
        if (state.Revisions.FirstOrDefault(revision => revision.Number == number) is not { } revision) return [];
        return [.. (revision == state.Current ? state.Documents : await Store.TextsAsync(revision)).Select(reader.Redact)];
    }

    public async Task<RoutesView> RoutesAsync()
    {
        var definitions = InForce(await Store.ReadAsync());
        var (routes, channels) = (definitions.Routes, definitions.Channels.Values.Where(channel => channel is not LogChannel).ToList());
        var usable = channels.Where(channel => channel.IsConfigured).Select(channel => channel.Name).Order(StringComparer.Ordinal).ToList();
        var named = routes.ServiceOverrides.Values.Append(routes.RulesInForce).SelectMany(rules => rules.Values).SelectMany(names => names);
        var unusable = named.Concat(channels.Select(channel => channel.Name)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Except([.. usable, LogChannel.ChannelName], StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        return new()
        {
            DefaultRules = Rules(routes.RulesInForce),
            ServiceOverrides =
                routes.ServiceOverrides.ToImmutableSortedDictionary(service => service.Key, service => Rules(service.Value), StringComparer.Ordinal),
            Registered = [.. usable],
            Unconfigured = [.. unusable],
        };
    }

    public async Task<SourcesSnapshot?> SourcesAsync(long knownStamp)
    {
        var state = await Store.ReadAsync();
        return state.Stamp == knownStamp && knownStamp != 0 ? null : new(state.Stamp, reader.Only(SourceSection.SectionName, state.Documents));
    }

    private static ImmutableArray<SeverityRule> Rules(ImmutableDictionary<Severity, ImmutableArray<string>> rules) =>
        [.. rules.OrderByDescending(rule => rule.Key).Select(rule => new SeverityRule(rule.Key, rule.Value))];

    private static DefinitionsSnapshot Snapshot(
        DefinitionsState state, DefinitionsRevision? revision, ImmutableArray<DefinitionDocument> documents,
            ImmutableArray<StoredOverride> overrides) => new()
    {
        Stamp = state.Stamp,
        Revision = revision?.Number ?? 0,
        Documents = documents,
        IsTrusted = revision?.Source is DefinitionsRevision.FromFiles,
        MayUnprotect = MayUnprotect(revision),
        Offsets = revision?.Offsets ?? [],
        Overrides = overrides,
    };

    private static bool MayUnprotect(DefinitionsRevision? revision) => revision is { Source: DefinitionsRevision.FromFiles } or { ByPlatform: true };

    private static DateTimeOffset? ReplacedAt(DefinitionsState state, DateTimeOffset at)
    {
        DateTimeOffset?[] changes = [.. state.Revisions.Select(revision => revision.At), .. state.Overrides.Select(entry => entry.CreatedAt),
            .. state.Overrides.Select(entry => entry.RemovedAt)];
        return changes.Where(change => change > at).Min();
    }

    /// <summary>As this silo reads it; empty when its environment makes nonsense of it.</summary>
    private WorkspaceDefinitions InForce(DefinitionsState state)
    {
        if (read is { } known && known.Stamp == state.Stamp) return known.Definitions;
        var definitions =
            SnapshotReading.Read(reader, Snapshot(state, state.Current, state.Documents, []), environment).Definitions
                ?? WorkspaceDefinitions.Empty;
        read = (state.Stamp, definitions);
        return definitions;
    }
}
