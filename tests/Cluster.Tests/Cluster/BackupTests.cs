using AiSre.Cluster.Tests.Kill;
using AiSre.TestHost;

namespace AiSre.Cluster.Tests.Cluster;

/// <summary>A backup that is taken while alerts pour in is one moment of the ledger, and a cluster starts from it.</summary>
public sealed class BackupTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_dump_under_load_restores_to_a_consistent_state_that_a_silo_goes_on_from()
    {
        using var folder = new TempFolder();
        var dump = folder.File("ledger.dump");
        await using var cluster = await ClusterUnderLoad.StartAsync(output);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = cluster.Load.Snapshot();
        await cluster.Postgres.RunToolAsync("pg_dump", "--format=custom", $"--file={dump}", "postgres");
        await Task.Delay(TimeSpan.FromSeconds(3));
        cluster.Load.Stop();

        var database = await cluster.Postgres.CreateDatabaseAsync("restored");
        await cluster.Postgres.RunToolAsync("pg_restore", "--exit-on-error", "--dbname=restored", dump);
        var stored = StoredAlerts.InPostgres(database);
        Assert.Empty(Inconsistencies(stored));
        // Everything that was acknowledged before the dump began is in it.
        var lost = before.Except(stored.Read().Select(alert => alert.Title)).ToList();
        Assert.True(lost.Count == 0, $"{lost.Count} of {before.Count} are lost: {string.Join(", ", lost.Take(5))}");

        await using var silo =
            await SiloProcess.StartAsync(new SiloSettings { Environment = new Dictionary<string, string> { ["AI_SRE_POSTGRES"] = database } });
        var known = stored.Read()
            .First(alert => alert.IsFiring && alert.Title.StartsWith("Check chk", StringComparison.Ordinal)
            && alert.Identity.StartsWith("webhook:", StringComparison.Ordinal));
        var alert = new LoadAlert(int.Parse(known.Title["Check chk".Length..^"k failed".Length], System.Globalization.CultureInfo.InvariantCulture));
        using var connection = await HttpConnection.OpenAsync(silo.Port, TestContext.Current.CancellationToken);
        var request = new LoadRequest(alert.Door, [alert]);
        var answer = await connection.PostAsync(request.Path, request.Headers, request.Body, TestContext.Current.CancellationToken);
        Assert.Equal(200, answer.Status);
        Assert.Contains(known.IncidentId, answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"deduplicated\":true", answer.Body, StringComparison.Ordinal);
        var fresh = new LoadRequest(Door.Webhook, [new LoadAlert(900_000)]);
        answer = await connection.PostAsync(fresh.Path, fresh.Headers, fresh.Body, TestContext.Current.CancellationToken);
        Assert.Contains("\"action\":\"created\"", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>
    /// What one transaction writes is there as a whole: no alert without its incident, no incident without its alerts and its beginning, no alarm of
    /// nobody.
    /// </summary>
    private static IReadOnlyList<string> Inconsistencies(StoredAlerts stored) =>
    [
        .. stored.Texts(
        "SELECT 'alert without incident ' || a.identity FROM alerts a WHERE NOT EXISTS (SELECT 1 FROM incidents i WHERE i.workspace = a.workspace "
            + "AND i.id = a.incident_id)"),
        .. stored.Texts(
        "SELECT 'incident without alert ' || i.id FROM incidents i WHERE NOT EXISTS (SELECT 1 FROM alerts a WHERE a.workspace = i.workspace AND "
            + "a.incident_id = i.id)"),
        .. stored.Texts(
        "SELECT 'incident without beginning ' || i.id FROM incidents i WHERE NOT EXISTS (SELECT 1 FROM incident_events e WHERE e.workspace = "
            + "i.workspace AND e.incident_id = i.id AND e.type = 'incident_created')"),
        .. stored.Texts(
        "SELECT 'child without parent ' || i.id FROM incidents i WHERE i.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incidents p WHERE "
            + "p.workspace = i.workspace AND p.id = i.parent_id)"),
        .. stored.Texts(
        "SELECT 'event of nobody ' || e.incident_id FROM incident_events e WHERE NOT EXISTS (SELECT 1 FROM incidents i WHERE i.workspace = "
            + "e.workspace AND i.id = e.incident_id)"),
        .. stored.Texts(
        "SELECT 'alarm of nobody ' || m.id FROM alarms m WHERE m.kind = 'incident' AND NOT EXISTS (SELECT 1 FROM incidents i WHERE i.workspace = "
            + "m.workspace AND i.id = m.id)"),
        .. stored.Texts("SELECT 'two firing rows ' || identity FROM alerts WHERE status = 'firing' GROUP BY workspace, identity HAVING count(*) > 1"),
        .. stored.Texts(
        "SELECT 'resolved with a firing alert ' || i.id FROM incidents i WHERE i.state = 2 AND EXISTS (SELECT 1 FROM alerts a WHERE a.workspace = "
            + "i.workspace AND a.incident_id = i.id AND a.status = 'firing')"),
    ];
}
