using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>An incident's row, locked until the batch is committed.</summary>
internal sealed record LockedIncident(string Workspace, string Id, int Version, bool IsOpenParent)
{
    public static LockedIncident Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3) != 2 && row.IsDBNull(4));
}

/// <summary>An alert's row, locked until the batch is committed.</summary>
internal sealed record LockedAlert(string Workspace, string Identity, string IncidentId, bool IsFiring)
{
    public static LockedAlert Read(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3) == "firing");

    /// <summary>Whether a change keeps one firing row an identity.</summary>
    public static bool Allows(List<LockedAlert> locked, Incident incident, AlertChange change) => change switch
    {
        AlertBegins c => !locked.Exists(row => row.IsFiring && row.Identity == c.Identity && row.Workspace == incident.Workspace && row.IncidentId != incident.Id),
        AlertJoins c => !locked.Exists(row => row.IsFiring && row.Identity == c.Row.Identity && row.Workspace == incident.Workspace),
        _ => true,
    };
}
