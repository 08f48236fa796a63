using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Kill;

/// <summary>Compares what is on disk with what the clients were told.</summary>
internal static class Audit
{
    /// <summary>Everything that does not add up, one sentence each.</summary>
    public static IReadOnlyList<string> Check(StoredAlerts ledger, IReadOnlyDictionary<LoadAlert, Tally> tallies)
    {
        var rows = ledger.Read();
        var byTitle = rows.ToLookup(row => row.Title);
        var resolvedIncidents = ledger.Texts("SELECT id FROM incidents WHERE state = 2").ToHashSet();
        var liveIncidents = ledger.Texts("SELECT id FROM incidents WHERE state < 2").ToHashSet();
        return
        [
            .. tallies.SelectMany(pair => Counts(pair.Key, pair.Value, [.. byTitle[pair.Key.Title]])),
            .. tallies.Where(pair => !pair.Value.ResolveSent && !pair.Value.ResolveAcknowledged)
                .SelectMany(pair => Incidents(pair.Key, pair.Value, [.. byTitle[pair.Key.Title]], liveIncidents)),
            .. tallies.Where(pair => pair.Value.ResolveAcknowledged)
                .SelectMany(pair => Resolved(pair.Key, [.. byTitle[pair.Key.Title]], resolvedIncidents)
                .Select(fault => $"{fault}: {Story(ledger, pair.Value, byTitle[pair.Key.Title])}")),
            .. rows.GroupBy(row => (row.Workspace, row.Identity)).SelectMany(same => Identity(same.Key.Identity, [.. same], liveIncidents)),
        ];
    }

    private static IEnumerable<string> Counts(LoadAlert alert, Tally tally, StoredAlert[] rows)
    {
        var stored = rows.Sum(row => row.Count);
        if (stored < tally.Acknowledged) yield return $"{alert.Key} ({alert.Door}): {tally.Acknowledged} acknowledged, only {stored} stored";
        if (stored > tally.Acknowledged + tally.Maybe && !tally.ResolveSent && !tally.ResolveAcknowledged)
            yield return $"{alert.Key} ({alert.Door}): {stored} stored, but only {tally.Acknowledged} acknowledged and {tally.Maybe} in doubt";
        if (rows.Select(row => row.Identity).Distinct().Count() > 1)
            yield return $"{alert.Key} ({alert.Door}) is stored under {string.Join(" and ", rows.Select(row => row.Identity).Distinct())}";
    }

    private static IEnumerable<string> Incidents(LoadAlert alert, Tally tally, StoredAlert[] rows, HashSet<string> live)
    {
        var ids = tally.IncidentIds.Keys.Union(rows.Select(row => row.IncidentId)).ToArray();
        if (ids.Length > 1) yield return $"{alert.Key} ({alert.Door}) changed its incident: {string.Join(", ", ids)}";
        foreach (var id in ids.Where(id => !live.Contains(id)))
            yield return $"{alert.Key} ({alert.Door}): incident {id} does not exist or is not open";
    }

    private static IEnumerable<string> Resolved(LoadAlert alert, StoredAlert[] rows, HashSet<string> resolvedIncidents)
    {
        if (rows.Any(row => row.IsFiring)) yield return $"{alert.Key} ({alert.Door}): its resolve was acknowledged, and it still fires";
        foreach (var row in rows.Where(row => !resolvedIncidents.Contains(row.IncidentId)))
            yield return $"{alert.Key} ({alert.Door}): its resolve was acknowledged, and incident {row.IncidentId} is not resolved";
    }

    private static string Story(StoredAlerts ledger, Tally tally, IEnumerable<StoredAlert> rows) =>
        string.Join("; ", tally.History.Concat(rows.Select(row => $"{row}, {string.Join(", ", Events(ledger, row.IncidentId))}")));

    private static IEnumerable<string> Events(StoredAlerts ledger, string incidentId) =>
        ledger.Texts($"SELECT type || ' at ' || at FROM incident_events WHERE incident_id = '{incidentId}' ORDER BY at");

    private static IEnumerable<string> Identity(string identity, StoredAlert[] rows, HashSet<string> live)
    {
        if (rows.Count(row => row.IsFiring) > 1) yield return $"{identity} has {rows.Count(row => row.IsFiring)} unresolved rows";
        var open = rows.Select(row => row.IncidentId).Distinct().Where(live.Contains).ToArray();
        if (open.Length > 1) yield return $"{identity} has several open incidents: {string.Join(", ", open)}";
    }
}
