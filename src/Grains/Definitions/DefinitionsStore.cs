using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;
using Orleans.Storage;

namespace AiSre.Grains.Definitions;

/// <summary>
/// The grain's records. They are read when they are first needed and not at activation, which would fail while the database is away and keep callers waiting; what
/// cannot be read or written is a <see cref="LedgerUnavailableException"/>.
/// </summary>
internal sealed class DefinitionsStore(IGrainStorage storage, GrainId id, TimeProvider clock)
{
    private const int Attempts = 3;
    private GrainState<DefinitionsState>? kept;

    public async ValueTask<DefinitionsState> ReadAsync() => (kept ??= await LoadAsync<DefinitionsState>("definitions")).State!;

    /// <summary>Writes what a change makes of the state, once more on fresh state when somebody else has written in between. No write when it makes nothing of it.</summary>
    public async Task<T> ChangeAsync<T>(Func<DefinitionsState, Task<(DefinitionsState State, T Answer)>> change)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await ReadAsync();
            var record = kept!;
            try
            {
                var (after, answer) = await change(before);
                if (ReferenceEquals(before, after)) return answer;
                record.State = after with { Stamp = Math.Max(before.Stamp + 1, clock.GetUtcNow().ToUnixTimeMilliseconds()) };
                // What was written is known again only when the storage said so.
                kept = null;
                await WriteAsync("definitions", record);
                kept = record;
                return answer;
            }
            catch (InconsistentStateException exception)
            {
                kept = null;
                if (attempt == Attempts) throw new LedgerUnavailableException("The definitions are being changed by somebody else.", exception);
            }
        }
    }

    public async Task<ImmutableArray<DefinitionDocument>> TextsAsync(DefinitionsRevision revision) => (await LoadAsync<DefinitionsTexts>(Texts(revision))).State!.Documents;

    /// <summary>Before the revision itself, so that none is without its texts. Those of an attempt that got no further are overwritten.</summary>
    public async Task KeepTextsAsync(DefinitionsRevision revision, ImmutableArray<DefinitionDocument> documents)
    {
        var record = await LoadAsync<DefinitionsTexts>(Texts(revision));
        record.State = new() { Documents = documents };
        await WriteAsync(Texts(revision), record);
    }

    public async Task ForgetTextsAsync(DefinitionsRevision revision)
    {
        var record = await LoadAsync<DefinitionsTexts>(Texts(revision));
        if (record.RecordExists) await storage.ClearStateAsync(Texts(revision), id, record);
    }

    /// <summary>The fingerprint belongs to it: of two activations that make the same revision at once one is refused, and must not have changed the other's texts.</summary>
    private static string Texts(DefinitionsRevision revision) => FormattableString.Invariant($"definitions-{revision.Number}-{revision.Fingerprint}");

    private async Task<GrainState<T>> LoadAsync<T>(string name) where T : new()
    {
        var record = new GrainState<T>(new T());
        try
        {
            await storage.ReadStateAsync(name, id, record);
        }
        catch (Exception exception)
        {
            throw new LedgerUnavailableException("The definitions cannot be read at the moment.", exception);
        }
        record.State ??= new T();
        return record;
    }

    private async Task WriteAsync<T>(string name, GrainState<T> record)
    {
        try
        {
            await storage.WriteStateAsync(name, id, record);
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            throw new LedgerUnavailableException("The definitions cannot be written at the moment.", exception);
        }
    }
}
