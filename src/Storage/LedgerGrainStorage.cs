using System.Globalization;
using AiSre.Grains;
using AiSre.Grains.Ledger;
using Orleans.Storage;

namespace AiSre.Storage;

/// <summary>
/// The ledger as grain storage, named <see cref="LedgerState.Storage"/>: the state of any grain shares its transaction with the facts of the same
/// change. The ETag is the row's version.
/// </summary>
public sealed class LedgerGrainStorage(ILedger ledger, IServiceProvider services) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (state, version) = await KeptOf(grainState).ReadAsync(services, KeyOf(grainId));
        grainState.RecordExists = version > 0;
        grainState.ETag = version > 0 ? version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.State = (T)state;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        CommitAsync(grainId, grainState, KeptOf(grainState));

    /// <summary>Removes the state. A state that says so with facts is removed by committing null.</summary>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        return CommitAsync(grainId, grainState, KeptOf(grainState));
    }

    private async Task CommitAsync<T>(GrainId grainId, IGrainState<T> grainState, IKept kept)
    {
        var version = grainState.ETag is { } tag ? int.Parse(tag, CultureInfo.InvariantCulture) : 0;
        var entry = kept.Entry(services, KeyOf(grainId), version);
        await ledger.CommitAsync(entry);
        kept.Outcome = entry.Outcome;
        if (entry.Outcome is LedgerOutcome.Marked) return;
        if (entry.Outcome is not LedgerOutcome.Applied)
            throw new InconsistentStateException($"{grainId} changed since version {version}.", "", grainState.ETag ?? "");
        var removed = entry is DocumentEntry { Document: null };
        grainState.RecordExists = !removed;
        grainState.ETag = removed ? null : (version + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static IKept KeptOf<T>(IGrainState<T> grainState) => (grainState.State ?? Activator.CreateInstance<T>()) as IKept
        ?? throw new NotSupportedException($"The ledger keeps Kept<TState>, not {typeof(T).Name}.");

    private static DocumentKey KeyOf(GrainId grain)
    {
        var (workspace, id) = GrainKeys.Parse(grain.Key.ToString()!);
        return new(workspace, grain.Type.ToString()!, id);
    }
}
