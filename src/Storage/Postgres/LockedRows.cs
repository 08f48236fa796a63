using AiSre.Domain.Incidents;
using AiSre.Grains.Ledger;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>The rows that decide, as they stand until the batch is committed.</summary>
internal sealed class LockedRows
{
    private readonly Dictionary<(string Workspace, string Id), LockedIncident> incidents = [];
    private readonly List<LockedAlert> alerts = [];
    private readonly Dictionary<DocumentKey, int> documents = [];
    private readonly Dictionary<AlarmKey, (long DueAt, long Number)> alarms = [];

    public void Add(LockedIncident incident) => incidents[(incident.Workspace, incident.Id)] = incident;

    public void Add(LockedAlert alert) => alerts.Add(alert);

    public void Add((DocumentKey Key, int Version) document) => documents[document.Key] = document.Version;

    public void Add((AlarmKey Key, long DueAt, long Number) alarm) => alarms[alarm.Key] = (alarm.DueAt, alarm.Number);

    /// <summary>Whether an incident that was there is open and nobody's child; null when it was not there.</summary>
    public bool? IsOpenParent(string workspace, string id) => incidents.TryGetValue((workspace, id), out var incident) ? incident.IsOpenParent : null;

    /// <summary>
    /// A change applies if its row is still what the caller read, every identity keeps one firing row, and what it says has fired stands.
    /// </summary>
    /// <param name="entry">What is to be written.</param>
    /// <param name="repeats">What the batch counts.</param>
    /// <param name="taken">Rows that the batch has changed by now.</param>
    public bool Allow(LedgerEntry entry, List<RepeatSum> repeats, HashSet<object> taken) => entry switch
    {
        IncidentWrite change => Allow(change, repeats, taken),
        DocumentEntry { Version: > 0 } change => documents.GetValueOrDefault(change.Key) == change.Version && taken.Add(change.Key),
        _ => true,
    } && TryFire(entry);

    private bool Allow(IncidentWrite change, List<RepeatSum> repeats, HashSet<object> taken) =>
        incidents.TryGetValue((change.Workspace, change.Incident.Id), out var current) && current.Version == change.Version
        && change.Alerts.All(alert => LockedAlert.Allows(alerts, repeats, change.Incident, alert))
        && taken.Add((change.Workspace, change.Incident.Id));

    /// <summary>Every alarm that is said to have fired stands; each of them for one entry only.</summary>
    private bool TryFire(LedgerEntry entry)
    {
        var fired = entry.Facts.Alarms.OfType<AlarmFired>()
            .Select(alarm => (Key: AlarmKey.Of(entry.Target, alarm), alarm.DueAt, alarm.Number)).ToList();
        if (!fired.TrueForAll(alarm => alarms.TryGetValue(alarm.Key, out var stands)
            && stands.DueAt == alarm.DueAt && (alarm.Number ?? stands.Number) == stands.Number)) return false;
        foreach (var alarm in fired) alarms.Remove(alarm.Key);
        return true;
    }
}

/// <summary>An incident's row, locked until the batch is committed.</summary>
internal sealed record LockedIncident(string Workspace, string Id, int Version, bool IsOpenParent)
{
    public static LockedIncident Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3) != 2 && row.IsDBNull(4));
}

/// <summary>An alert's row, locked until the batch is committed.</summary>
internal sealed record LockedAlert(string Workspace, string Identity, string IncidentId, bool IsFiring, long RowId, long LastSeen)
{
    public static LockedAlert Read(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3) == "firing", row.GetInt64(4), row.GetInt64(5));

    /// <summary>
    /// Whether a change keeps one firing row an identity, and ends none that was seen since it was decided, be it by a repeat of the same batch.
    /// </summary>
    public static bool Allows(List<LockedAlert> locked, List<RepeatSum> repeats, Incident incident, AlertChange change) => change switch
    {
        AlertEnds { UnlessSeenAfter: { } seen } c => !locked.Exists(row => row.Is(incident.Workspace, c.Identity) && row.IncidentId == incident.Id
            && (row.LastSeen > seen || repeats.Exists(repeat => repeat.RowId == row.RowId && repeat.LastSeen > seen))),
        AlertBegins c => !locked.Exists(row => row.IsFiring && row.Is(incident.Workspace, c.Identity) && row.IncidentId != incident.Id),
        AlertJoins c => !locked.Exists(row => row.IsFiring && row.Is(incident.Workspace, c.Row.Identity)),
        _ => true,
    };

    private bool Is(string workspace, string identity) => Identity == identity && Workspace == workspace;
}
