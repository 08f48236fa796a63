using System.Collections.Immutable;
using System.Data.Common;
using AiSre.Grains.Events;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the <c>feed</c> table, each a look into its index.</summary>
public sealed class FeedReads(ILedgerReader reader, FeedSql sql, TimeProvider clock) : IFeedReads
{
    private const int MostRows = 50;

    /// <summary>A storm of a quarter of a minute.</summary>
    private const int MostRowsOfIncidents = 2_000;

    public async ValueTask<FeedPosition> EndAsync() => (await RowsAsync(null, default, 0))[0].Horizon;

    public async ValueTask<FeedRead> ReadAsync(string? workspace, FeedPosition from, int limit)
    {
        var rows = await RowsAsync(workspace, from, MostRows);
        var horizon = rows[0].Horizon;
        if (from.IsAfter(horizon) || from.At < horizon.At - (long)FeedLimits.Reach.TotalMilliseconds) return new([], horizon, Reset: true);

        var events = ImmutableArray.CreateBuilder<FeedEvent>();
        var next = from;
        foreach (var row in rows.Where(row => row.Changes.Length > 0))
        {
            var index = (row.Transaction, row.Seq) == (from.Transaction, from.Seq) ? from.Index : 0;
            for (; index < row.Changes.Length; index++)
            {
                if (events.Count == limit) return new(events.DrainToImmutable(), next);
                next = new(row.Transaction, row.Seq, index + 1, row.At);
                events.Add(Event(row, row.Changes[index], next));
            }
        }
        return new(events.DrainToImmutable(), rows.Count < MostRows ? horizon : next);
    }

    public async ValueTask<IReadOnlyCollection<string>?> IncidentsAsync(string workspace, FeedPosition from)
    {
        if (from.At < (clock.GetUtcNow() - FeedLimits.Reach).ToUnixTimeMilliseconds()) return null;
        var rows = await reader.QueryAsync(
            sql.ChangesOfOne, row => FeedChange.ReadNames(row.GetString(0)),
            ("@tx", from.Transaction), ("@seq", from.Seq), ("@workspace", workspace), ("@limit", MostRowsOfIncidents + 1L));
        return rows.Count > MostRowsOfIncidents ? null
            : rows.SelectMany(row => row).Where(change => change.Kind is null or IncidentTarget.Kind).Select(change => change.Id)
                .ToHashSet(StringComparer.Ordinal);
    }

    private ValueTask<List<Row>> RowsAsync(string? workspace, FeedPosition from, int limit)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        (string, object?)[] place = [("@tx", from.Transaction), ("@seq", from.Seq)];
        return workspace is null
            ? reader.QueryAsync(sql.OfAll, row => Read(row, now), [.. place, ("@limit", (long)limit)])
            : reader.QueryAsync(sql.OfOne, row => Read(row, now), [.. place, ("@workspace", workspace), ("@limit", (long)limit)]);
    }

    private static FeedEvent Event(Row row, FeedChange change, FeedPosition after) => new()
    {
        Position = after.ToString(),
        Workspace = row.Workspace,
        Kind = change.Kind ?? IncidentGrain.Kind,
        Id = change.Id,
        Type = change.Type,
        Actor = change.Actor,
        At = DateTimeOffset.FromUnixTimeMilliseconds(change.At),
    };

    private static Row Read(DbDataReader row, long now)
    {
        var horizon = new FeedPosition(row.GetInt64(0), row.GetInt64(1), 0, now);
        return row.IsDBNull(3)
            ? new(horizon, 0, 0, "", 0, [])
            : new(horizon, row.GetInt64(2), row.GetInt64(3), row.GetString(4), row.GetInt64(5), FeedChange.Read(row.GetString(6)));
    }

    /// <param name="Horizon">Behind everything that has committed for certain when the row was read.</param>
    private sealed record Row(FeedPosition Horizon, long Transaction, long Seq, string Workspace, long At, FeedChange[] Changes);
}
