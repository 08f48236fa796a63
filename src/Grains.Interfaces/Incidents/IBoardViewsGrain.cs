using System.Collections.Immutable;

namespace AiSre.Grains.Incidents;

/// <summary>The filters of the board that a workspace has given names. Key: the workspace's id.</summary>
[Alias("aisre.board-views")]
public interface IBoardViewsGrain : IGrainWithStringKey
{
    /// <summary>By their names.</summary>
    [Alias("list"), Idempotent]
    Task<ImmutableArray<BoardView>> ListAsync();

    /// <summary>In place of the one with the same name, whatever the case.</summary>
    /// <returns>False when there are too many.</returns>
    [Alias("save"), Idempotent]
    Task<bool> SaveAsync(BoardView view);

    /// <returns>False when there is none of that name.</returns>
    [Alias("remove"), Idempotent]
    Task<bool> RemoveAsync(string name);
}

/// <param name="Name">At most 60 characters.</param>
/// <param name="Query">The filters as they stand in the address.</param>
/// <param name="By">Who saved it.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("aisre.board-view")]
public sealed record BoardView(
    [property: Id(0)] string Name, [property: Id(1)] string Query, [property: Id(2)] string By, [property: Id(3)] DateTimeOffset At);
