using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;

namespace AiSre.Storage.Reading;

/// <summary>
/// What budgets read of a service's incidents: asked every minute for each objective, so along its index and no further back than needed.
/// </summary>
public sealed class DowntimeReads(ILedgerReader reader) : IDowntimeReads
{
    internal const string RecentSql = """
        SELECT document FROM incidents
        WHERE workspace = @workspace AND service = @service AND created_at >= @earliest AND (state IN (0, 1) OR resolved_at > @since)
        """;

    // What has stood for longer than anybody looks back: few, whatever else the service has had.
    internal const string OldSql = """
        SELECT document FROM incidents WHERE row_id IN (
          SELECT row_id FROM incidents WHERE workspace = @workspace AND state IN (0, 1) AND created_at < @earliest) AND service = @service
        """;

    private static readonly string TurnsSql = $"""
        SELECT incident_id, activity, at FROM incident_events
        WHERE workspace = @workspace AND incident_id IN {ManyIds.Places} AND activity IN ('resolve', 'reopen') ORDER BY at, seq
        """;

    public async ValueTask<IReadOnlyList<ServiceIncident>> OfServiceAsync(
        string workspace, string service, DateTimeOffset since, TimeSpan longest)
    {
        var earliest = (since - longest).ToUnixTimeMilliseconds();
        var recent = await reader.QueryAsync(
            RecentSql, row => IncidentDocument.Read(row.GetString(0)), ("@workspace", workspace), ("@service", service), ("@earliest", earliest),
            ("@since", since.ToUnixTimeMilliseconds()));
        var old = await reader.QueryAsync(
            OldSql, row => IncidentDocument.Read(row.GetString(0)), ("@workspace", workspace), ("@earliest", earliest), ("@service", service));
        var found = old.Concat(recent).OrderBy(incident => incident.CreatedAt).ThenBy(incident => incident.Id, StringComparer.Ordinal).ToList();
        var turns = await TurnsAsync(workspace, [.. found.Where(incident => incident.ReopenCount > 0).Select(incident => incident.Id)]);
        return [.. found.Select(incident => new ServiceIncident(incident, [.. turns[incident.Id]]))];
    }

    private async Task<ILookup<string, PhaseTurn>> TurnsAsync(string workspace, IReadOnlyList<string> incidentIds)
    {
        var found = await reader.QueryAsync(
            TurnsSql, row => (Id: row.GetString(0), Turn: new PhaseTurn(
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(1) is "reopen")),
            incidentIds, ("@workspace", workspace));
        return found.ToLookup(turn => turn.Id, turn => turn.Turn);
    }
}
