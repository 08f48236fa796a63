using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain.Definitions;
using AiSre.Domain.Definitions.Yaml;
using AiSre.Domain.Escalation;
using AiSre.Grains.Ledger;

namespace AiSre.Grains.Definitions;

public sealed partial class DefinitionsGrain
{
    private const int KeptRevisions = 500;
    private const int KeptProblems = 50;

    public async Task<DefinitionsOutcome> CheckAsync(ImmutableArray<DefinitionDocument> documents)
    {
        var state = await Store.ReadAsync();
        var reading = reader.ReadOwn(documents, allowed);
        if (reading.Definitions is not { } definitions) return Wrong(state, reading);
        var same = IsInForce(state, documents, DefinitionsRevision.FromApi);
        return await WithUntoldAsync(
            Outcome(state, same ? DefinitionsResult.Unchanged : DefinitionsResult.Accepted, definitions), InForce(state), definitions);
    }

    public Task<DefinitionsOutcome> PutAsync(ImmutableArray<DefinitionDocument> documents, string actor) =>
        PutAsync(documents, DefinitionsRevision.FromApi, actor);

    public Task<DefinitionsOutcome> PutFilesAsync(ImmutableArray<DefinitionDocument> documents, string actor) =>
        PutAsync(documents, DefinitionsRevision.FromFiles, actor);

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

    private async Task<DefinitionsOutcome> PutAsync(ImmutableArray<DefinitionDocument> documents, string source, string actor)
    {
        var fromFiles = source is DefinitionsRevision.FromFiles;
        var reading = fromFiles ? reader.ReadFiles(documents, name => environment(name)) : reader.ReadOwn(documents, allowed);
        var before = InForce(await Store.ReadAsync());
        var outcome = await Store.ChangeAsync(state => Put(state, documents, reading, source, actor));
        cache.Outdated(Workspace);
        return reading.Definitions is { } definitions ? await WithUntoldAsync(outcome, before, definitions) : outcome;
    }

    /// <summary>With a word about incidents that are open and stay untold. They are counted only where there can be any.</summary>
    private async Task<DefinitionsOutcome> WithUntoldAsync(DefinitionsOutcome outcome, WorkspaceDefinitions before, WorkspaceDefinitions after)
    {
        if (!before.TellsNobody || after.TellsNobody || outcome.Result is not DefinitionsResult.Accepted) return outcome;
        var open = (await incidents.OverviewAsync(Workspace, clock.GetUtcNow())).Open;
        return CoverageRules.OpenUntold(before, after, open) is { } untold ? outcome with { Warnings = outcome.Warnings.Add(untold) } : outcome;
    }

    private DefinitionsChange<DefinitionsOutcome> Put(
        DefinitionsState state, ImmutableArray<DefinitionDocument> documents, DefinitionsReading reading, string source, string actor)
    {
        var fromFiles = source is DefinitionsRevision.FromFiles;
        if (!fromFiles && !state.Files.IsEmpty)
            return new(state, new() { Result = DefinitionsResult.OwnedByFiles, Revision = state.Current?.Number ?? 0, Files = state.Files });
        if (reading.Definitions is not { } definitions) return new(Refuse(state, reading.Problems, source, actor), Wrong(state, reading));
        ImmutableArray<string> files = fromFiles ? [.. documents.Select(document => document.Name)] : [];
        if (IsInForce(state, documents, source))
        {
            var same = state.Refused is null && state.Files.SequenceEqual(files) ? state : state with { Refused = null, Files = files };
            return new(same, Outcome(state, DefinitionsResult.Unchanged, definitions));
        }
        var next = Next(state, documents, source, actor, definitions) with { Files = files };
        var revision = next.Current!;
        var forgotten = next.Revisions.Length > KeptRevisions ? next.Revisions[0] : null;
        if (forgotten is not null) next = next with { Revisions = next.Revisions.RemoveAt(0) };
        return new(next, Outcome(next, DefinitionsResult.Accepted, definitions))
        {
            Texts = [DefinitionsStore.Keep(revision, documents),
                .. forgotten is null ? ImmutableArray<Attachment>.Empty : [DefinitionsStore.Forget(forgotten)]],
            Audit = new(actor, "definitions_changed", Kind, Workspace, revision.At.ToUnixTimeMilliseconds(),
                $$"""{"revision":{{revision.Number}}}"""),
        };
    }

    private static DefinitionsState Released(DefinitionsState state)
    {
        var refused = state.Refused is { Source: DefinitionsRevision.FromFiles } ? null : state.Refused;
        return state.Files.IsEmpty && refused == state.Refused ? state : state with { Files = [], Refused = refused };
    }

    private DefinitionsState Next(DefinitionsState state, ImmutableArray<DefinitionDocument> documents, string source, string actor,
        WorkspaceDefinitions definitions)
    {
        var now = clock.GetUtcNow();
        var revision = new DefinitionsRevision(
            (state.Current?.Number ?? 0) + 1, now, actor, source, [.. documents.Select(document => document.Name)], Fingerprint(documents))
        {
            Offsets = RotationAnchors.Of(SnapshotReading.WithOffsets(InForce(state), state.Current?.Offsets ?? []), definitions, now),
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
    private static bool IsInForce(DefinitionsState state, ImmutableArray<DefinitionDocument> documents, string source) =>
        state.Current is { } current && current.Source == source && current.Fingerprint == Fingerprint(documents);

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
}
