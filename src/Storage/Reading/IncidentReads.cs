using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Alerts;
using AiSre.Grains.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>The read side of incidents: plain SQL, the same for every dialect.</summary>
public sealed class IncidentReads(ILedgerReader reader) : IIncidentReads
{
    private const string Occurrences = """
        (SELECT sum(a.count) FROM alerts a WHERE a.workspace = i.workspace AND a.incident_id = i.id),
        (SELECT max(a.last_seen) FROM alerts a WHERE a.workspace = i.workspace AND a.incident_id = i.id)
        """;

    /// <summary>What <see cref="Facts"/> reads, of the incident <c>i</c>.</summary>
    internal const string FactColumns = $"i.parent_id, i.group_id, i.reason, {Occurrences}, {UpdatedAt}";

    private const string UpdatedAt =
        "(SELECT s.updated_at FROM incident_search s WHERE s.workspace = i.workspace AND s.created_at = i.created_at AND s.row_id = i.row_id)";

    private const string ActivitySql = """
        SELECT activity, incident_id, 'success', 0, NULL, actor, at, workspace FROM (
          SELECT * FROM incident_events WHERE activity IS NOT NULL AND (@workspace IS NULL OR workspace = @workspace) ORDER BY at DESC, seq DESC LIMIT @limit) AS events
        UNION ALL
        SELECT action, incident_id, outcome, dry_run, namespace, actor, at, workspace FROM (
          SELECT * FROM actions WHERE @workspace IS NULL OR workspace = @workspace ORDER BY at DESC, seq DESC LIMIT @limit) AS actions
        ORDER BY 7 DESC LIMIT @limit
        """;

    public ValueTask<(Incident Incident, int Version)?> FindAsync(string workspace, string incidentId) => reader.FirstAsync<(Incident, int)?>(
            "SELECT document, version FROM incidents WHERE workspace = @workspace AND id = @id",
            row => (IncidentDocument.Read(row.GetString(0)), row.GetInt32(1)), ("@workspace", workspace), ("@id", incidentId));

    public ValueTask<string?> LocateAsync(string incidentId) =>
        reader.FirstAsync("SELECT workspace FROM incidents WHERE id = @id", row => row.GetString(0), ("@id", incidentId));

    public ValueTask<IncidentPage> ListAsync(IncidentFilter filter) => new IncidentList(reader, filter).ReadAsync();

    public ValueTask<IncidentFacts?> FactsAsync(string workspace, string incidentId) => reader.FirstAsync(
        $"SELECT {FactColumns} FROM incidents i WHERE i.workspace = @workspace AND i.id = @id",
        row => Facts(row, 0), ("@workspace", workspace), ("@id", incidentId));

    public async ValueTask<ImmutableArray<TimelineEvent>> TimelineAsync(string workspace, string incidentId) => [.. await reader.QueryAsync(
        "SELECT type, actor, at, payload FROM incident_events WHERE workspace = @workspace AND incident_id = @id ORDER BY seq",
        row => new TimelineEvent(row.GetString(0), row.GetString(1), Instant(row.GetInt64(2)), row.GetString(3)),
        ("@workspace", workspace), ("@id", incidentId))];

    public async ValueTask<ImmutableArray<KeptDelivery>> DeliveriesAsync(string workspace, string incidentId) => [.. await reader.QueryAsync(
        """
        SELECT e.type, e.actor, e.at, b.body FROM incident_events e JOIN event_bodies b ON b.seq = e.seq
        WHERE e.workspace = @workspace AND e.incident_id = @id ORDER BY e.seq DESC LIMIT @limit
        """,
        row => new KeptDelivery(row.GetString(0), row.GetString(1), Instant(row.GetInt64(2)), row.GetString(3)),
        ("@workspace", workspace), ("@id", incidentId), ("@limit", (long)IncidentEvent.MostBodies))];

    // The plus: SQLite would rather walk all incidents of the workspace in this order than sort the few children.
    internal const string ChildrenSql =
        "SELECT id, reason, title, severity, state, service FROM incidents WHERE workspace = @workspace AND parent_id = @id "
            + "ORDER BY +created_at, row_id";

    public async ValueTask<ImmutableArray<GroupChild>> ChildrenAsync(string workspace, string incidentId) => [.. await reader.QueryAsync(
        ChildrenSql,
        row => new GroupChild(row.GetString(0), row.IsDBNull(1) ? "" : row.GetString(1)), ("@workspace", workspace), ("@id", incidentId))];

    public async ValueTask<ImmutableArray<ChildFacts>> MembersAsync(string workspace, string incidentId) => [.. await reader.QueryAsync(
        ChildrenSql,
        row => new ChildFacts(
            row.GetString(0), row.IsDBNull(1) ? "" : row.GetString(1), row.GetString(2), (Severity)row.GetInt32(3), (IncidentPhase)row.GetInt32(4),
            row.IsDBNull(5) ? null : row.GetString(5)),
        ("@workspace", workspace), ("@id", incidentId))];

    public async ValueTask<ImmutableArray<AlertFacts>> AlertsAsync(string workspace, string incidentId) => [.. await reader.QueryAsync(
        """
        SELECT identity, status, title, count, first_seen, last_seen, content_hash, resolved_at, flapping, row_id
        FROM alerts WHERE workspace = @workspace AND incident_id = @id ORDER BY row_id
        """,
        row => new AlertFacts
        {
            Identity = row.GetString(0),
            Status = row.GetString(1),
            Title = row.GetString(2),
            Count = row.GetInt64(3),
            FirstSeen = Instant(row.GetInt64(4)),
            LastSeen = Instant(row.GetInt64(5)),
            ContentHash = row.GetString(6),
            ResolvedAt = row.IsDBNull(7) ? null : Instant(row.GetInt64(7)),
            Flapping = row.GetInt64(8) != 0,
            RowId = row.GetInt64(9),
        },
        ("@workspace", workspace), ("@id", incidentId))];

    public async ValueTask<ImmutableArray<ActionFacts>> ActionsAsync(string workspace, string incidentId) => [.. await reader.QueryAsync(
        "SELECT action, incident_id, outcome, dry_run, namespace, actor, at, workspace, id, payload FROM actions "
            + "WHERE workspace = @workspace AND incident_id = @id ORDER BY seq",
        row => Action(row) with { Id = row.IsDBNull(8) ? null : row.GetString(8), Verified = VerifiedIn(row.GetString(9)) },
        ("@workspace", workspace), ("@id", incidentId))];

    public async ValueTask<ImmutableArray<ActionFacts>> ActivityAsync(string? workspace, int limit) =>
        [.. await reader.QueryAsync(ActivitySql, Action, ("@workspace", workspace), ("@limit", (long)limit))];

    public async ValueTask<ImmutableArray<long>> OpenBySeverityAsync()
    {
        var counts = new long[4];
        var rows = await reader.QueryAsync(
            "SELECT severity, count(*) FROM incidents WHERE state IN (0, 1) GROUP BY severity",
                row => (Severity: row.GetInt32(0), Count: row.GetInt64(1)));
        foreach (var row in rows) counts[row.Severity] = row.Count;
        return ImmutableArray.Create(counts);
    }

    public ValueTask<IncidentOverview> OverviewAsync(string? workspace, DateTimeOffset now) => OverviewQuery.ReadAsync(reader, workspace, now);

    public async ValueTask<IReadOnlyList<(Incident Incident, string? ParentId)>> GroupableAsync(string workspace, DateTimeOffset since, int limit)
    {
        var newest = await reader.QueryAsync(
            "SELECT document, parent_id FROM incidents WHERE workspace = @workspace AND created_at >= @since AND state <> 2 ORDER BY created_at "
                + "DESC, row_id DESC LIMIT @limit",
            row => (IncidentDocument.Read(row.GetString(0)), row.IsDBNull(1) ? null : row.GetString(1)),
            ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds()), ("@limit", (long)limit));
        newest.Reverse();
        return newest;
    }

    internal static string InPhaseSql(bool isFirst) => $"""
        SELECT document, created_at, row_id FROM incidents WHERE workspace = @workspace AND state = @state
        {(isFirst ? "" : "AND (created_at, row_id) < (@cursor_at, @cursor_row)")} ORDER BY created_at DESC, row_id DESC LIMIT @limit
        """;

    public async ValueTask<IReadOnlyList<(Incident Incident, IncidentCursor Place)>> InPhaseAsync(
        string workspace, IncidentPhase phase, IncidentCursor? after, int limit)
    {
        List<(string, object?)> parameters = [("@workspace", workspace), ("@state", (int)phase)];
        if (after is { } cursor) parameters.AddRange([("@cursor_at", cursor.CreatedAt), ("@cursor_row", cursor.RowId)]);
        return await reader.QueryAsync(
            InPhaseSql(after is null), row => (IncidentDocument.Read(row.GetString(0)), new IncidentCursor(row.GetInt64(1), row.GetInt64(2))),
            [.. parameters, ("@limit", (long)limit)]);
    }

    public ValueTask<DeliveryAnswer?> DeliveryAsync(string workspace, string source, string id) => reader.FirstAsync(
        "SELECT status, response FROM deliveries WHERE workspace = @workspace AND source = @source AND id = @id",
        row => new DeliveryAnswer(row.GetInt32(0), row.GetString(1)), ("@workspace", workspace), ("@source", source), ("@id", id));

    public async ValueTask<ImmutableArray<DeadLetter>> DeadLettersAsync(string? workspace, long afterSeq, int limit, bool newestFirst) =>
        [.. await reader.QueryAsync(
            $"""
            SELECT {LetterColumns} FROM dead_letters
            WHERE (@workspace IS NULL OR workspace = @workspace) AND seq > @after ORDER BY seq {(newestFirst ? "DESC" : "ASC")} LIMIT @limit
            """,
            Letter, ("@workspace", workspace), ("@after", afterSeq), ("@limit", (long)limit))];

    public async ValueTask<ImmutableArray<DeadLetter>> DeadLettersBeforeAsync(string workspace, long beforeSeq, int limit) =>
        [.. await reader.QueryAsync(
            $"SELECT {LetterColumns} FROM dead_letters WHERE workspace = @workspace AND seq < @before ORDER BY seq DESC LIMIT @limit",
            Letter, ("@workspace", workspace), ("@before", beforeSeq), ("@limit", (long)limit))];

    public ValueTask<long> DeadLetterCountAsync(string workspace) => reader.FirstAsync(
        "SELECT count(*) FROM dead_letters WHERE workspace = @workspace", row => row.GetInt64(0), ("@workspace", workspace));

    internal const string QuietSql =
        "SELECT document FROM incidents WHERE silenced = 1 AND workspace = @workspace ORDER BY row_id DESC LIMIT @limit";

    public async ValueTask<ImmutableArray<Incident>> QuietAsync(string workspace, int limit) =>
        [.. await reader.QueryAsync(
            QuietSql, row => IncidentDocument.Read(row.GetString(0)), ("@workspace", workspace), ("@limit", (long)limit))];

    // By way of the incidents: alerts are in no order that an index has, and a repeat must not change one.
    internal const string SourcesSql = """
        SELECT a.source, a.incident_id, a.last_seen
        FROM (SELECT id FROM incidents WHERE workspace = @workspace ORDER BY created_at DESC, row_id DESC LIMIT 500) AS i
        JOIN alerts a ON a.workspace = @workspace AND a.incident_id = i.id LIMIT 5000
        """;

    public async ValueTask<ImmutableArray<SourceSighting>> SourcesAsync(string workspace) =>
        [.. (await reader.QueryAsync(
                SourcesSql, row => new SourceSighting(row.GetString(0), row.GetString(1), Instant(row.GetInt64(2))), ("@workspace", workspace)))
            .GroupBy(sighting => sighting.Source).Select(same => same.MaxBy(sighting => sighting.LastSeen)!)
            .OrderBy(sighting => sighting.Source, StringComparer.Ordinal)];

    public ValueTask<long> WorkspaceCountAsync() => reader.FirstAsync("SELECT count(*) FROM workspaces", row => row.GetInt64(0));

    public ValueTask<(bool Exists, string? Name)> WorkspaceAsync(string id) =>
        reader.FirstAsync("SELECT name FROM workspaces WHERE id = @id", row => (true, row.IsDBNull(0) ? null : row.GetString(0)), ("@id", id));

    private const string LetterColumns = "seq, workspace, source, payload, error, at, attempts, tried_at";

    private static DeadLetter Letter(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), Instant(row.GetInt64(5)))
        {
            Attempts = row.GetInt32(6), TriedAt = row.IsDBNull(7) ? null : Instant(row.GetInt64(7)),
        };

    internal static IncidentFacts Facts(DbDataReader row, int at) => new(
        row.IsDBNull(at) ? null : row.GetString(at),
        row.IsDBNull(at + 1) ? null : row.GetString(at + 1),
        row.IsDBNull(at + 2) ? null : row.GetString(at + 2),
        row.IsDBNull(at + 3) ? 0 : row.GetInt64(at + 3),
        row.IsDBNull(at + 4) ? null : Instant(row.GetInt64(at + 4)),
        row.IsDBNull(at + 5) ? null : Instant(row.GetInt64(at + 5)));

    private static ActionFacts Action(DbDataReader row) => new()
    {
        Action = row.GetString(0),
        IncidentId = row.IsDBNull(1) ? null : row.GetString(1),
        Outcome = row.GetString(2),
        DryRun = row.GetInt64(3) != 0,
        Namespace = row.IsDBNull(4) ? null : row.GetString(4),
        Actor = row.GetString(5),
        At = Instant(row.GetInt64(6)),
        Workspace = row.GetString(7),
    };

    /// <summary>What the attempt's row says of the look afterwards.</summary>
    private static bool? VerifiedIn(string payload)
    {
        using var entry = JsonDocument.Parse(payload);
        return entry.RootElement.TryGetProperty("verification", out var look) && look.ValueKind is JsonValueKind.Object
            && look.TryGetProperty("verified", out var verified) && verified.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? verified.GetBoolean()
            : null;
    }

    private static DateTimeOffset Instant(long unix) => DateTimeOffset.FromUnixTimeMilliseconds(unix);
}
