using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.TestHost;
using Npgsql;

namespace AiSre.Benchmarks;

/// <summary>As <see cref="AlarmsCommand"/>, on PostgreSQL and two silos.</summary>
internal static class PostgresAlarmsCommand
{
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(BenchmarkOptions options)
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var cluster = await ClusterProcesses.StartAsync(new ClusterLayout { Postgres = postgres, Configuration = "Release" });
        var template = await CreateTemplateAsync(cluster.Apis[0].Http);
        await using var connection = new NpgsqlConnection(postgres.ConnectionString());
        await connection.OpenAsync();
        var first = DateTimeOffset.UtcNow.AddSeconds(75);
        await FillAsync(connection, template, options.Alarms, first.ToUnixTimeMilliseconds());
        await Task.Delay(first + Span - DateTimeOffset.UtcNow);
        while (await NumberAsync(connection, "SELECT count(*) FROM alarms WHERE name = 'snooze'") > 0) await Task.Delay(100);

        const string Late = "FROM due d JOIN incident_events e ON e.workspace = 'default' AND e.incident_id = d.id AND e.type = 'snooze_ended'";
        var happened = await NumberAsync(connection, $"SELECT count(DISTINCT d.id) {Late}");
        var events = await NumberAsync(connection, $"SELECT count(*) {Late}");
        var median = await NumberAsync(connection, $"SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY e.at - d.due_at) {Late}");
        var p99 = await NumberAsync(connection, $"SELECT percentile_disc(0.99) WITHIN GROUP (ORDER BY e.at - d.due_at) {Late}");
        var most = await NumberAsync(connection, $"SELECT max(e.at - d.due_at) {Late}");
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | alarms within {Span.TotalSeconds:0} s, PostgreSQL, 2 silos | happened | happened again | late ms, median | p99 | at most |
            |---:|---:|---:|---:|---:|---:|
            | {options.Alarms} | {happened} | {events - happened} | {median} | {p99} | {most} |
            """));
    }

    /// <summary>One incident that somebody put to sleep for a minute.</summary>
    private static async Task<string> CreateTemplateAsync(HttpClient http)
    {
        using var alert = await http.PostAsJsonAsync(new Uri("webhook", UriKind.Relative), new { title = "Asleep" });
        alert.EnsureSuccessStatusCode();
        var id = (await alert.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("incident_id").GetString()!;
        using var snooze = await http.PostAsJsonAsync(new Uri($"incidents/{id}/snooze", UriKind.Relative), new { minutes = 1 });
        snooze.EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>Copies of it, whose alarms are due one after the other, after the end of the snooze that they name.</summary>
    private static async Task FillAsync(NpgsqlConnection connection, string template, int alarms, long first)
    {
#pragma warning disable CA2100 // Numbers and an id of the server's own.
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE TABLE due AS SELECT 'inc-copy' || lpad(n::text, 9, '0') AS id, {first} + n::bigint * {(long)Span.TotalMilliseconds} / {alarms} AS due_at FROM generate_series(0, {alarms - 1}) AS n;
            INSERT INTO incidents (workspace, id, version, state, severity, title, source, service, namespace, created_at, document)
            SELECT t.workspace, d.id, t.version, t.state, t.severity, t.title, t.source, t.service, t.namespace, t.created_at, replace(t.document, t.id, d.id)
            FROM incidents t, due d WHERE t.id = '{template}';
            INSERT INTO alarms (workspace, kind, id, name, partition, due_at, set_at)
            SELECT 'default', 'incident', id, 'snooze', abs(hashtext(id)) % 16, due_at, due_at FROM due;
            ANALYZE incidents; ANALYZE alarms;
            """), connection) { CommandTimeout = 300 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> NumberAsync(NpgsqlConnection connection, string query)
    {
#pragma warning disable CA2100 // Constants above.
        await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 120 };
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
