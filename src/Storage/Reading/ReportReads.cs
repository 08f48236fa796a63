using System.Collections.Immutable;
using System.Data.Common;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Reports.Handoff;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>The read side of reports. What is counted is counted along an index; documents are read for the few incidents that are shown.</summary>
public sealed class ReportReads(ILedgerReader reader) : IReportReads
{
    internal const string OpenSql = """
        SELECT severity, state, count(*) FROM incidents WHERE workspace = @workspace AND state IN (0, 1) GROUP BY severity, state
        """;

    internal const string OpenedSql = """
        SELECT id, title, severity, state, scope, created_at, parent_id FROM incidents WHERE workspace = @workspace AND created_at >= @since
        """;

    // The index of what somebody did is over all workspaces and by time; the other one of a workspace would walk all events that it has ever had.
    internal const string TurnsSql = """
        SELECT e.incident_id, e.activity, e.at, i.title, i.severity, i.state, i.scope, i.created_at, i.parent_id
        FROM (SELECT workspace, incident_id, activity, at, seq FROM incident_events
              WHERE activity IS NOT NULL AND activity IN ('resolve', 'reopen') AND at >= @since AND workspace || '' = @workspace) AS e
        JOIN incidents i ON i.workspace = e.workspace AND i.id = e.incident_id ORDER BY e.at, e.seq
        """;

    internal const string WorstSql = """
        SELECT document FROM incidents WHERE row_id IN (
          SELECT row_id FROM incidents WHERE workspace = @workspace AND state IN (0, 1) AND parent_id IS NULL
          ORDER BY severity DESC, created_at, row_id LIMIT @limit)
        """;

    private const string ActionColumns = "action, outcome, dry_run, namespace, actor, incident_id, at";

    private const string ActionsSql =
        $"SELECT {ActionColumns} FROM actions WHERE workspace = @workspace AND at >= @since ORDER BY at DESC, seq DESC LIMIT @limit";

    private const string OutcomesSql =
        "SELECT outcome, count(*) FROM actions WHERE workspace = @workspace AND at >= @since AND dry_run = 0 GROUP BY outcome";

    private static readonly string IncidentsSql = $"SELECT document FROM incidents WHERE workspace = @workspace AND id IN {ManyIds.Places}";

    private static readonly string LastActionsSql = $"""
        SELECT {ActionColumns} FROM actions
        WHERE workspace = @workspace AND incident_id IS NOT NULL AND incident_id IN {ManyIds.Places} AND dry_run = 0 AND outcome <> 'denied' ORDER BY seq
        """;

    public async ValueTask<ImmutableArray<OpenCount>> OpenAsync(string workspace)
    {
        var rows = await reader.QueryAsync(
            OpenSql, row => (Severity: (Severity)row.GetInt32(0), Phase: (IncidentPhase)row.GetInt32(1), Count: row.GetInt64(2)),
            ("@workspace", workspace));
        return
        [
            .. rows.GroupBy(row => row.Severity).Select(same => new OpenCount(
                same.Key, same.Sum(row => row.Count), same.Where(row => row.Phase is IncidentPhase.Acknowledged).Sum(row => row.Count))),
        ];
    }

    public async ValueTask<ImmutableArray<IncidentCourse>> CoursesAsync(string workspace, DateTimeOffset since)
    {
        var unix = since.ToUnixTimeMilliseconds();
        var courses = (await reader.QueryAsync(OpenedSql, row => Course(row, row.GetString(0), 1), ("@workspace", workspace), ("@since", unix)))
            .ToDictionary(course => course.Id);
        var turns = await reader.QueryAsync(
            TurnsSql, row => (Course: Course(row, row.GetString(0), 3), Turn: new PhaseTurn(Instant(row.GetInt64(2)), row.GetString(1) is "reopen")),
            ("@since", unix), ("@workspace", workspace));
        foreach (var same in turns.GroupBy(turn => turn.Course.Id))
            courses[same.Key] = same.Last().Course with { Turns = [.. same.Select(turn => turn.Turn)] };
        return [.. courses.Values];
    }

    public async ValueTask<ImmutableArray<Incident>> WorstOpenAsync(string workspace, int limit) =>
        [.. await reader.QueryAsync(WorstSql, Document, ("@workspace", workspace), ("@limit", (long)limit))];

    public async ValueTask<ImmutableArray<Incident>> IncidentsAsync(string workspace, IReadOnlyCollection<string> incidentIds) =>
        [.. await reader.QueryAsync(IncidentsSql, Document, incidentIds, ("@workspace", workspace))];

    public async ValueTask<ImmutableArray<DoneAction>> ActionsAsync(string workspace, DateTimeOffset since, int limit) =>
    [
        .. await reader.QueryAsync(
            ActionsSql, Action, ("@workspace", workspace), ("@since", since.ToUnixTimeMilliseconds()), ("@limit", (long)limit)),
    ];

    public async ValueTask<ImmutableDictionary<string, long>> OutcomesAsync(string workspace, DateTimeOffset since) =>
        (await reader.QueryAsync(
            OutcomesSql, row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), ("@workspace", workspace),
            ("@since", since.ToUnixTimeMilliseconds()))).ToImmutableDictionary();

    public async ValueTask<ImmutableDictionary<string, DoneAction>> LastActionsAsync(string workspace, IReadOnlyCollection<string> incidentIds)
    {
        var last = ImmutableDictionary.CreateBuilder<string, DoneAction>();
        foreach (var action in await reader.QueryAsync(LastActionsSql, Action, incidentIds, ("@workspace", workspace)))
            last[action.IncidentId!] = action;
        return last.ToImmutable();
    }

    private static Incident Document(DbDataReader row) => IncidentDocument.Read(row.GetString(0));

    /// <param name="at">Where its columns begin.</param>
    private static IncidentCourse Course(DbDataReader row, string id, int at) => new(
        id, row.GetString(at), (Severity)row.GetInt32(at + 1), (IncidentPhase)row.GetInt32(at + 2),
        row.IsDBNull(at + 3) ? null : row.GetString(at + 3), Instant(row.GetInt64(at + 4)), !row.IsDBNull(at + 5), []);

    private static DoneAction Action(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2) != 0, row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4),
        row.IsDBNull(5) ? null : row.GetString(5), Instant(row.GetInt64(6)));

    private static DateTimeOffset Instant(long unix) => DateTimeOffset.FromUnixTimeMilliseconds(unix);
}
