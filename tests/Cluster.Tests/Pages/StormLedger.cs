using System.Text.Json;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>What the ledger holds of incidents and messages, read beside the running server.</summary>
internal sealed class StormLedger(string file)
{
    private readonly StoredAlerts ledger = StoredAlerts.InFile(file);

    public IReadOnlyList<StoredMessage> Messages() => Read<StoredMessage>(
        "SELECT json_object('Workspace', workspace, 'Key', key, 'Channel', channel, 'IncidentId', incident_id, 'Status', status, 'Error', error) "
            + "FROM outbox ORDER BY seq");

    public IReadOnlyList<StoredIncident> Incidents(string workspace) => Read<StoredIncident>(
        $"SELECT json_object('Id', id, 'IsCritical', json(iif(severity = 3, 'true', 'false')), 'ParentId', parent_id, 'CreatedAt', created_at) FROM "
            + $"incidents WHERE workspace = '{workspace}'");

    /// <summary>Incidents of a workspace that lead a group, or stand alone, of which no channel has been told yet; and messages that wait.</summary>
    public (int Untold, int Waiting) Outstanding(string workspace)
    {
        var counts = ledger.Texts($"""
            SELECT CAST((SELECT count(*) FROM incidents i WHERE workspace = '{workspace}' AND parent_id IS NULL
              AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.workspace = i.workspace AND o.incident_id = i.id AND o.channel = 'slack')) AS TEXT)
            UNION ALL SELECT CAST((SELECT count(*) FROM outbox WHERE status = 0) AS TEXT)
            """);
        return (int.Parse(counts[0]), int.Parse(counts[1]));
    }

    private List<T> Read<T>(string query) => [.. ledger.Texts(query).Select(text => JsonSerializer.Deserialize<T>(text)!)];
}

/// <param name="Status">0 pending, 1 sent, 2 dead, 3 suppressed.</param>
/// <param name="Error">Of what is suppressed: what stood in for it.</param>
internal sealed record StoredMessage(string Workspace, string Key, string Channel, string? IncidentId, int Status, string? Error)
{
    public bool IsSent => Status == 1;
    public bool IsDigest => IncidentId is null;
}

/// <param name="CreatedAt">Unix milliseconds.</param>
internal sealed record StoredIncident(string Id, bool IsCritical, string? ParentId, long CreatedAt);
