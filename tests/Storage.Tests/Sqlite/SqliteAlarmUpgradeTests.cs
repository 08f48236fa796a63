using Microsoft.Data.Sqlite;

namespace AiSre.Storage.Tests.Sqlite;

/// <summary>A database from before there were alarms: what waited then must not wait for ever.</summary>
public sealed class SqliteAlarmUpgradeTests
{
    [Fact]
    public void What_waits_at_the_upgrade_gets_its_alarm()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Run(connection, SchemaScripts.For("sqlite").Single(script => script.Number == 1).Sql);
        Incident(connection, "held", state: 0, """{"adapter":"alertmanager"}""", heldSince: 5, flapping: 1);
        Incident(connection, "flaps", state: 2, """{"adapter":"webhook"}""", flapping: 1);
        Incident(connection, "sleeps", state: 1, """{"adapter":"webhook","snoozed_until":"2026-03-01T12:00:00+00:00"}""");
        Incident(connection, "fires", state: 0, """{"adapter":"prometheus"}""");
        Incident(connection, "over", state: 2, """{"adapter":"prometheus"}""");
        Run(connection, SchemaScripts.For("sqlite").Single(script => script.Number == 2).Sql);

        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT id || ' ' || name || ' ' || ((due_at - set_at) / 1000) FROM alarms WHERE workspace = 'ws-1' AND kind = 'incident' AND partition "
                + "BETWEEN 0 AND 15 ORDER BY id, name";
        using var reader = command.ExecuteReader();
        var alarms = new List<string>();
        while (reader.Read()) alarms.Add(reader.GetString(0));
        Assert.Equal(["fires stale 86400", "flaps flapping 0", "held flapping 0", "held stale 86400", "sleeps snooze 0"], alarms);
    }

    private static void Incident(SqliteConnection connection, string id, int state, string document, int? heldSince = null, int flapping = 0) =>
        Run(connection, $"""
        INSERT INTO incidents (workspace, id, version, state, severity, title, source, created_at, document) VALUES ('ws-1', '{id}', 1, {state}, 1, 't', 's', 1, '{document}');
        INSERT INTO alerts (workspace, identity, incident_id, scope, source, status, version, severity, content_hash, title, count, first_seen, last_seen, flapping, held_since)
        VALUES ('ws-1', '{id}', '{id}', 'p', 's', 'firing', 1, 1, 'h', 't', 1, 1, 1, {flapping}, {heldSince?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "NULL"});
        """);

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
