using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Escalation;
using AiSre.Domain.Heartbeats;
using AiSre.Grains.Ledger;
using AiSre.Grains.Workspaces;

namespace AiSre.Grains.Definitions;

public sealed partial class DefinitionsGrain
{
    private const int KeptRevisions = 500;
    private const int KeptProblems = 50;

    public async Task<DefinitionsOutcome> CheckAsync(ImmutableArray<DefinitionDocument> documents, bool byPlatform)
    {
        var state = await Store.ReadAsync();
        var reading = await WithinQuotaAsync(reader.ReadOwn(documents, allowed, byPlatform), documents);
        if (reading.Definitions is not { } definitions) return Wrong(state, reading);
        var same = IsInForce(state, documents, new(DefinitionsRevision.FromApi, "", byPlatform));
        return await WithUntoldAsync(
            Outcome(state, same ? DefinitionsResult.Unchanged : DefinitionsResult.Accepted, definitions), InForce(state), definitions);
    }

    public Task<DefinitionsOutcome> PutAsync(ImmutableArray<DefinitionDocument> documents, string actor, bool byPlatform) =>
        PutAsync(documents, new Origin(DefinitionsRevision.FromApi, actor, byPlatform));

    public Task<DefinitionsOutcome> PutFilesAsync(ImmutableArray<DefinitionDocument> documents, string actor) =>
        PutAsync(documents, new Origin(DefinitionsRevision.FromFiles, actor));

    public async Task ReleaseFilesAsync(string actor)
    {
        await Store.ChangeAsync(state => new DefinitionsChange<bool>(Released(state), true));
    }

    public async Task RefuseFilesAsync(ImmutableArray<DefinitionProblem> problems, string actor)
    {
        await Store.ChangeAsync(state => new DefinitionsChange<bool>(Refuse(state, problems, DefinitionsRevision.FromFiles, actor), true));
    }

    public async Task<RefusedDefinitions?> WrongFilesAsync() =>
        (await Store.ReadAsync()).Refused is { Source: DefinitionsRevision.FromFiles } refused ? refused : null;

    private async Task<DefinitionsOutcome> PutAsync(ImmutableArray<DefinitionDocument> documents, Origin origin)
    {
        var reading = origin.IsFiles
            ? reader.ReadFiles(documents, name => environment(name))
            : await WithinQuotaAsync(reader.ReadOwn(documents, allowed, origin.ByPlatform), documents);
        var before = InForce(await Store.ReadAsync());
        var outcome = await Store.ChangeAsync(state => Put(state, documents, reading, origin));
        cache.Outdated(Workspace);
        return reading.Definitions is { } definitions ? await WithUntoldAsync(outcome, before, definitions) : outcome;
    }

    /// <summary>As many channels as the workspace may have; files are the operator's own.</summary>
    private async Task<DefinitionsReading> WithinQuotaAsync(DefinitionsReading reading, ImmutableArray<DefinitionDocument> documents)
    {
        var channels = reading.Definitions?.Channels.Values.Count(channel => channel is not LogChannel) ?? 0;
        if (channels == 0) return reading;
        var most = (await GrainFactory.GetGrain<IWorkspaceGrain>(Workspace).FindAsync())?.Quotas.Channels ?? int.MaxValue;
        if (channels <= most) return reading;
        var problem = FormattableString.Invariant($"There are {channels} channels; this workspace may have {most}.");
        return new(null, [new(documents[0].Name, 1, 1, problem)]);
    }

    /// <summary>With a word about incidents that are open and stay untold. They are counted only where there can be any.</summary>
    private async Task<DefinitionsOutcome> WithUntoldAsync(DefinitionsOutcome outcome, WorkspaceDefinitions before, WorkspaceDefinitions after)
    {
        if (!before.TellsNobody || after.TellsNobody || outcome.Result is not DefinitionsResult.Accepted) return outcome;
        var open = (await incidents.OverviewAsync(Workspace, clock.GetUtcNow())).Open;
        return CoverageRules.OpenUntold(before, after, open) is { } untold ? outcome with { Warnings = outcome.Warnings.Add(untold) } : outcome;
    }

    private DefinitionsChange<DefinitionsOutcome> Put(
        DefinitionsState state, ImmutableArray<DefinitionDocument> documents, DefinitionsReading reading, Origin origin)
    {
        if (!origin.IsFiles && !state.Files.IsEmpty)
            return new(state, new() { Result = DefinitionsResult.OwnedByFiles, Revision = state.Current?.Number ?? 0, Files = state.Files });
        if (reading.Definitions is not { } definitions)
            return new(Refuse(state, reading.Problems, origin.Source, origin.Actor), Wrong(state, reading));
        ImmutableArray<string> files = origin.IsFiles ? [.. documents.Select(document => document.Name)] : [];
        if (IsInForce(state, documents, origin))
        {
            var same = state.Refused is null && state.Files.SequenceEqual(files) ? state : state with { Refused = null, Files = files };
            return new(same, Outcome(state, DefinitionsResult.Unchanged, definitions));
        }
        var next = Next(state, documents, origin, definitions) with { Files = files };
        var revision = next.Current!;
        var forgotten = next.Revisions.Length > KeptRevisions ? next.Revisions[0] : null;
        if (forgotten is not null) next = next with { Revisions = next.Revisions.RemoveAt(0) };
        return new(next, Outcome(next, DefinitionsResult.Accepted, definitions))
        {
            Texts = [DefinitionsStore.Keep(revision, documents),
                .. forgotten is null ? ImmutableArray<Attachment>.Empty : [DefinitionsStore.Forget(forgotten)]],
            Audit = new(origin.Actor, "definitions_changed", Kind, Workspace, revision.At.ToUnixTimeMilliseconds(),
                $$"""{"revision":{{revision.Number}}}"""),
            Alarms = [.. Wakes(InForce(state), definitions, revision.At)],
        };
    }

    /// <summary>What looks at objectives and heartbeats sleeps where there are none: a change that brings some or takes some away wakes it.</summary>
    private IEnumerable<AlarmSet> Wakes(WorkspaceDefinitions before, WorkspaceDefinitions after, DateTimeOffset at)
    {
        if (!before.Of(SloSection.Key).IsEmpty || !after.Of(SloSection.Key).IsEmpty) yield return SlosTarget.At(Workspace, at);
        if (!before.Of(HeartbeatSection.Key).IsEmpty || !after.Of(HeartbeatSection.Key).IsEmpty) yield return HeartbeatsTarget.At(Workspace, at);
    }

    private static DefinitionsState Released(DefinitionsState state)
    {
        var refused = state.Refused is { Source: DefinitionsRevision.FromFiles } ? null : state.Refused;
        return state.Files.IsEmpty && refused == state.Refused ? state : state with { Files = [], Refused = refused };
    }

    private DefinitionsState Next(DefinitionsState state, ImmutableArray<DefinitionDocument> documents, Origin origin,
        WorkspaceDefinitions definitions)
    {
        var now = clock.GetUtcNow();
        var revision = new DefinitionsRevision(
            (state.Current?.Number ?? 0) + 1, now, origin.Actor, origin.Source, [.. documents.Select(document => document.Name)],
            Fingerprint(documents))
        {
            Offsets = RotationAnchors.Of(SnapshotReading.WithOffsets(InForce(state), state.Current?.Offsets ?? []), definitions, now),
            ByPlatform = origin.ByPlatform,
        };
        return state with { Revisions = state.Revisions.Add(revision), Documents = documents, Refused = null };
    }

    private DefinitionsState Refuse(DefinitionsState state, ImmutableArray<DefinitionProblem> problems, string source, string actor)
    {
        ImmutableArray<DefinitionProblem> shown = [.. problems.Take(KeptProblems)];
        return state.Refused is { } refused && refused.By == actor && refused.Problems.SequenceEqual(shown)
            ? state
            : state with { Refused = new(clock.GetUtcNow(), actor, source, shown) };
    }

    private static DefinitionsOutcome Wrong(DefinitionsState state, DefinitionsReading reading) =>
        new() { Result = DefinitionsResult.Wrong, Revision = state.Current?.Number ?? 0, Problems = reading.Problems };

    private DefinitionsOutcome Outcome(DefinitionsState state, DefinitionsResult result, WorkspaceDefinitions definitions)
    {
        var coverage = CoverageRules.Of(definitions);
        return new()
        {
            Result = result,
            Revision = state.Current?.Number ?? 0,
            Summary = reader.Summarize(definitions),
            Paging = coverage.Paging,
            Warnings = coverage.Warnings,
        };
    }

    /// <summary>The same text from another source is another revision: it may do more, or less.</summary>
    private static bool IsInForce(DefinitionsState state, ImmutableArray<DefinitionDocument> documents, Origin origin) =>
        state.Current is { } current && current.Source == origin.Source && current.ByPlatform == origin.ByPlatform
        && current.Fingerprint == Fingerprint(documents);

    private static string Fingerprint(ImmutableArray<DefinitionDocument> documents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var document in documents)
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(document.Name)));
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(document.Text)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <param name="Source">As revisions write it.</param>
    /// <param name="Actor">Who puts it.</param>
    /// <param name="ByPlatform">That one belongs to no workspace.</param>
    private sealed record Origin(string Source, string Actor, bool ByPlatform = false)
    {
        public bool IsFiles => Source is DefinitionsRevision.FromFiles;
    }
}
