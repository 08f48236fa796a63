using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using AiSre.Domain.Alerts;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>Reads of the <c>alerts</c> table for the intakes.</summary>
public sealed class AlertReads(ILedgerReader reader) : IAlertIndex
{
    internal const string Columns = """
        row_id, version, workspace, identity, alternate, incident_id, scope, source, status, severity, content_hash, title, namespace,
        count, first_seen, last_seen, starts_at, resolved_at, resolved_by_human, last_event_at, transitions, flapping, held_since
        """;

    // Firing sorts before the others, so that a standing alert is found even when a later episode was split off and ended.
    private const string ByName = $"""
        SELECT {Columns} FROM alerts WHERE row_id IN (
          SELECT row_id FROM alerts WHERE workspace = @workspace AND identity IN (@identity, @alternate)
          UNION ALL
          SELECT row_id FROM alerts WHERE workspace = @workspace AND alternate IN (@identity, @alternate))
        ORDER BY status = 'firing' DESC, row_id DESC LIMIT 1
        """;

    /// <summary>
    /// Whether there is any: nearly all that are asked for are new, and this is a quarter of the work, because SQLite makes a table for each IN.
    /// </summary>
    private const string AnyByName = """
        SELECT 1 FROM alerts WHERE workspace = @workspace AND identity = @identity
        UNION ALL SELECT 1 FROM alerts WHERE workspace = @workspace AND alternate = @identity
        UNION ALL SELECT 1 FROM alerts WHERE workspace = @workspace AND identity = @alternate
        UNION ALL SELECT 1 FROM alerts WHERE workspace = @workspace AND alternate = @alternate LIMIT 1
        """;

    private const string Recent = $"""
        SELECT {Columns} FROM alerts
        WHERE workspace = @workspace AND scope = @scope AND status = 'firing' AND source IN ('webhook', 'datadog') AND last_seen >= @since
        ORDER BY last_seen DESC LIMIT @limit
        """;

    private const string Expired = $"SELECT {Columns} FROM alerts WHERE workspace = @workspace AND identity = @identity AND status = 'expired'";
    private const string Group = "SELECT group_id FROM incidents WHERE workspace = @workspace AND id = @id";
    private const string OfIncident = $"SELECT {Columns} FROM alerts WHERE workspace = @workspace AND incident_id = @id ORDER BY row_id";

    public async ValueTask<AlertRow?> FindAsync(string workspace, string identity, string? alternate) =>
        await reader.FirstAsync(AnyByName, _ => true, ("@workspace", workspace), ("@identity", identity), ("@alternate", alternate))
            ? await reader.FirstAsync(ByName, Row, ("@workspace", workspace), ("@identity", identity), ("@alternate", alternate))
            : null;

    /// <summary>One after the other: for a library that costs nothing.</summary>
    public async ValueTask<IReadOnlyList<AlertRow?>> FindAllAsync(string workspace, IReadOnlyList<AlertName> alerts)
    {
        var rows = new AlertRow?[alerts.Count];
        for (var i = 0; i < rows.Length; i++) rows[i] = await FindAsync(workspace, alerts[i].Identity, alerts[i].Alternate);
        return rows;
    }

    public async ValueTask<IReadOnlyList<string>> MarkedAsync(string workspace, IReadOnlyCollection<string> marks)
    {
        var marked = new List<string>();
        foreach (var mark in marks)
        {
            if (await IsMarkedAsync(workspace, mark)) marked.Add(mark);
        }
        return marked;
    }

    public async ValueTask<IReadOnlyList<AlertRow>> RecentAsync(string workspace, string scope, long since, int limit) =>
        await reader.QueryAsync(Recent, Row, ("@workspace", workspace), ("@scope", scope), ("@since", since), ("@limit", limit));

    public async ValueTask<IReadOnlyList<AlertRow>> ExpiredAsync(string workspace, string identity) =>
        await reader.QueryAsync(Expired, Row, ("@workspace", workspace), ("@identity", identity));

    public async ValueTask<IReadOnlyList<AlertRow>> OfIncidentAsync(string workspace, string incidentId) =>
        await reader.QueryAsync(OfIncident, Row, ("@workspace", workspace), ("@id", incidentId));

    public ValueTask<string?> GroupOfAsync(string workspace, string incidentId) =>
        reader.FirstAsync(Group, row => row.IsDBNull(0) ? null : row.GetString(0), ("@workspace", workspace), ("@id", incidentId));

    public async ValueTask<bool> IsMarkedAsync(string workspace, string mark) => await reader.FirstAsync(
        "SELECT 1 FROM deliveries WHERE workspace = @workspace AND source = @source AND id = @id", _ => true,
        ("@workspace", workspace), ("@source", SpoolMark.Source), ("@id", mark));

    internal static AlertRow Row(DbDataReader row) => new()
    {
        RowId = row.GetInt64(0),
        Version = row.GetInt32(1),
        Workspace = row.GetString(2),
        Identity = row.GetString(3),
        Alternate = Text(row, 4),
        IncidentId = row.GetString(5),
        Scope = row.GetString(6),
        Source = row.GetString(7),
        Status = row.GetString(8) switch { "firing" => AlertStatus.Firing, "resolved" => AlertStatus.Resolved, _ => AlertStatus.Expired },
        Severity = (Severity)row.GetInt32(9),
        ContentHash = row.GetString(10),
        Title = row.GetString(11),
        Namespace = Text(row, 12),
        Count = row.GetInt32(13),
        FirstSeen = row.GetInt64(14),
        LastSeen = row.GetInt64(15),
        StartsAt = Number(row, 16),
        ResolvedAt = Number(row, 17),
        ResolvedByHuman = row.GetInt64(18) != 0,
        LastEventAt = Number(row, 19),
        Flapping = new FlappingState { Transitions = Transitions(Text(row, 20)), Flapping = row.GetInt64(21) != 0 },
        HeldSince = Number(row, 22),
    };

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    private static ImmutableArray<DateTimeOffset> Transitions(string? text) => string.IsNullOrEmpty(text)
        ? []
        : [.. text.Split(',').Select(at => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)))];
}
