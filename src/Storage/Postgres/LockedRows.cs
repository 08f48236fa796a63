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
internal sealed record LockedAlert(string Workspace, string Identity, string IncidentId, bool IsFiring, long RowId, long LastSeen)
{
    public static LockedAlert Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3) == "firing", row.GetInt64(4), row.GetInt64(5));

    /// <summary>Whether a change keeps one firing row an identity, and ends none that was seen since it was decided, be it by a repeat of the same batch.</summary>
    public static bool Allows(List<LockedAlert> locked, List<RepeatSum> repeats, Incident incident, AlertChange change) => change switch
    {
        AlertEnds { UnlessSeenAfter: { } seen } c => !locked.Exists(row => row.Identity == c.Identity && row.Workspace == incident.Workspace && row.IncidentId == incident.Id
            && (row.LastSeen > seen || repeats.Exists(repeat => repeat.RowId == row.RowId && repeat.LastSeen > seen))),
        AlertBegins c => !locked.Exists(row => row.IsFiring && row.Identity == c.Identity && row.Workspace == incident.Workspace && row.IncidentId != incident.Id),
        AlertJoins c => !locked.Exists(row => row.IsFiring && row.Identity == c.Row.Identity && row.Workspace == incident.Workspace),
        _ => true,
    };
}
