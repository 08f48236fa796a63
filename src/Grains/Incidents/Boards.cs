using AiSre.Domain.Notifications;
using AiSre.Grains.Ledger;
using AiSre.Grains.Turns;

namespace AiSre.Grains.Incidents;

/// <summary>
/// The boards that somebody looks at. Each is read once and then follows what happens, so that a look costs what has changed since the one before
/// and not what is there; one at which nobody looks any more is forgotten.
/// </summary>
public sealed class Boards : IDisposable
{
    private const int MostBoards = 16;

    /// <summary>Half a gigabyte at most: about 400 bytes each, and some more for each layout.</summary>
    private const int MostLines = 1_000_000;

    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly IBoardReads reads;
    private readonly TimeProvider clock;
    private readonly ITimer forgetting;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (FollowedBoard Board, long UsedAt)> boards = new(StringComparer.Ordinal);

    /// <summary>One board is read anew at a time, whoever else wants to: it takes the machine for as long as that lasts.</summary>
    private readonly FairPlaces scans = new(1);

    public Boards(IBoardReads reads, TimeProvider clock)
    {
        (this.reads, this.clock) = (reads, clock);
        forgetting = clock.CreateTimer(_ => ForgetOld(), null, Kept, Kept);
    }

    /// <summary>Looks at a board as it is now.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="heard">What was read at this place of the feed or later is new enough, because whoever asks is told of what follows; null:
    /// nothing that is missing is.</param>
    /// <param name="context">Whose teams, and when.</param>
    /// <param name="look">Takes what it needs: nothing changes meanwhile, and everything may afterwards.</param>
    internal Task<T> LookAsync<T>(BoardFilter filter, FeedPosition? heard, TellContext context, Func<BoardLook, T> look) =>
        Of(filter).LookAsync(heard, filter, context, look);

    public void Dispose()
    {
        forgetting.Dispose();
        foreach (var (board, _) in boards.Values) board.Dispose();
    }

    private FollowedBoard Of(BoardFilter filter)
    {
        var key = filter.Scanned().Key();
        lock (gate)
        {
            var board = boards.TryGetValue(key, out var known) ? known.Board : new FollowedBoard(filter, reads, scans);
            boards[key] = (board, clock.GetTimestamp());
            while (boards.Count > 1 && (boards.Count > MostBoards || boards.Values.Sum(other => other.Board.Count) > MostLines))
                boards.Remove(boards.MinBy(other => other.Value.UsedAt).Key);
            return board;
        }
    }

    private void ForgetOld()
    {
        lock (gate)
        {
            foreach (var (key, (_, usedAt)) in boards)
            {
                if (clock.GetElapsedTime(usedAt) >= Kept) boards.Remove(key);
            }
        }
    }
}
