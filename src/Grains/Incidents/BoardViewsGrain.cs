using System.Collections.Immutable;
using AiSre.Grains.Ledger;
using Orleans.Placement;

namespace AiSre.Grains.Incidents;

[GrainType(BoardViewsGrain.Kind), PreferLocalPlacement]
public sealed class BoardViewsGrain([PersistentState("board-views", LedgerState.Storage)] IPersistentState<Kept<BoardViewsState>> store) : Grain,
    IBoardViewsGrain
{
    /// <summary>The grain's type.</summary>
    public const string Kind = "board-views";

    private const int Most = 200;

    public async Task<ImmutableArray<BoardView>> ListAsync() => (await store.ReadAsync())?.Views ?? [];

    public Task<bool> SaveAsync(BoardView view) => store.RetryOnConflictAsync(async () =>
    {
        var others = (await ListAsync()).RemoveAll(known => IsNamed(known, view.Name));
        return others.Length < Most && await CommitAsync(others.Add(view));
    });

    public Task<bool> RemoveAsync(string name) => store.RetryOnConflictAsync(async () =>
    {
        var views = await ListAsync();
        return views.Any(view => IsNamed(view, name)) && await CommitAsync(views.RemoveAll(view => IsNamed(view, name)));
    });

    private static bool IsNamed(BoardView view, string name) => view.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private Task<bool> CommitAsync(ImmutableArray<BoardView> views) =>
        store.CommitAsync(new BoardViewsState { Views = [.. views.OrderBy(view => view.Name, StringComparer.OrdinalIgnoreCase)] }, LedgerFacts.None);
}

/// <summary>Stored as a document.</summary>
public sealed record BoardViewsState
{
    public int Version { get; init; } = 1;

    public ImmutableArray<BoardView> Views { get; init; } = [];
}
