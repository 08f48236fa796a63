using AiSre.Grains.Incidents;

namespace AiSre.Storage.Reading;

/// <summary>
/// The counts of <c>/platform/overview</c>. Every one of them walks an index over what is open or recent; none depends on how much there has ever
/// been.
/// </summary>
internal static class OverviewQuery
{
    /// <summary>
    /// Of the last 24 h, and the mean over the last 30 days (docs/rules/incidents.md: from the first event to the last resolve, children left out,
    /// never negative).
    /// </summary>
    private const string Resolved = """
        SELECT count(CASE WHEN i.resolved_at >= @day THEN 1 END),
          CAST(avg(CASE WHEN i.parent_id IS NULL THEN CASE WHEN i.resolved_at > i.created_at THEN i.resolved_at - i.created_at ELSE 0 END END) AS DOUBLE PRECISION)
        """;

    // A workspace has its row before its first incident has, and with its name the index begins: a few short walks instead of one over everything.
    // SQLite takes a CROSS JOIN in the order written.
    internal const string ResolvedEverywhere =
        $"{Resolved} FROM workspaces w CROSS JOIN incidents i WHERE i.workspace = w.id AND i.resolved_at >= @month";
    internal const string ResolvedOfOne = $"{Resolved} FROM incidents i WHERE i.workspace = @workspace AND i.resolved_at >= @month";

    public static async ValueTask<IncidentOverview> ReadAsync(ILedgerReader reader, string? workspace, DateTimeOffset now)
    {
        var day = ("@day", (object?)now.AddDays(-1).ToUnixTimeMilliseconds());
        var month = ("@month", (object?)now.AddDays(-30).ToUnixTimeMilliseconds());
        var mine = ("@workspace", (object?)workspace);
        var all = workspace is null;

        var byState = await reader.QueryAsync(
            $"SELECT state, count(*) FROM incidents WHERE {(all ? "" : "workspace = @workspace AND ")}state IN (0, 1) GROUP BY state",
            row => (State: row.GetInt32(0), Count: row.GetInt64(1)), all ? [] : [mine]);
        var (resolved, mean) = await reader.FirstAsync(
            all ? ResolvedEverywhere : ResolvedOfOne,
            row => (row.GetInt64(0), row.IsDBNull(1) ? null : (double?)row.GetDouble(1)), all ? [day, month] : [day, mine, month]);
        return new()
        {
            Workspaces =
                await reader.FirstAsync($"SELECT count(*) FROM workspaces{(all ? "" : " WHERE id = @workspace")}", row => row.GetInt64(0),
                    all ? [] : [mine]),
            Open = byState.Find(row => row.State == 0).Count,
            Acknowledged = byState.Find(row => row.State == 1).Count,
            ResolvedLastDay = resolved,
            MeanTimeToResolve = mean is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            ActionsLastDay = await reader.FirstAsync(
                $"SELECT count(*) FROM actions WHERE executed = 1 AND {(all ? "" : "workspace = @workspace AND ")}at >= @day",
                row => row.GetInt64(0), all
                    ? [day]
                    : [mine, day]),
        };
    }
}
