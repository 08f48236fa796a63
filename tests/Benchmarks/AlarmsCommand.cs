using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AiSre.Benchmarks.Million;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks;

/// <summary>Many snoozes that end within one minute: whether each happens once, and how late.</summary>
internal static class AlarmsCommand
{
    private const string Token = "alarmtemplate";
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(BenchmarkOptions options)
    {
        using var temporary = new TempFolder();
        var folder = temporary.File("data");
        await CreateTemplateAsync(folder);
        var first = Fill(folder, options.Alarms);
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        await Task.Delay(DateTimeOffset.FromUnixTimeMilliseconds(first) + Span - DateTimeOffset.UtcNow);
        // Until nothing is left that has become due; what the template's own source may bring later does not count.
        while (Number(folder, "SELECT count(*) FROM alarms WHERE name = 'snooze'") > 0) await Task.Delay(100);
        var late = Numbers(folder,
            "SELECT e.at - d.due_at FROM due d JOIN incident_events e ON e.incident_id = d.id AND e.type = 'snooze_ended' ORDER BY 1");
        var ended = Number(folder, "SELECT count(DISTINCT incident_id) FROM incident_events WHERE type = 'snooze_ended'");
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | alarms within {Span.TotalSeconds:0} s | happened | happened again | late ms, median | p99 | at most | RSS MiB |
            |---:|---:|---:|---:|---:|---:|---:|
            | {options.Alarms} | {ended} | {late.Count - ended} | {late[late.Count / 2]} | {late[late.Count * 99 / 100]} | {late[^1]} | {silo.ResidentBytes >> 20} |
            """));
    }

    /// <summary>One incident that somebody put to sleep, made by the server itself.</summary>
    private static async Task CreateTemplateAsync(string folder)
    {
        await using var silo = await SiloProcess.StartAsync(new SiloSettings { Configuration = "Release", DataDirectory = folder });
        using var alert =
            await silo.Http.PostAsJsonAsync(new Uri("webhook", UriKind.Relative),
                new { title = "Asleep", fingerprint = Token, labels = new { token = Token } });
        alert.EnsureSuccessStatusCode();
        var id = (await alert.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("incident_id").GetString();
        using var snooze = await silo.Http.PostAsJsonAsync(new Uri($"incidents/{id}/snooze", UriKind.Relative), new { minutes = 1 });
        snooze.EnsureSuccessStatusCode();
        await silo.TerminateAsync();
    }

    /// <returns>When the first alarm is due, Unix milliseconds: after the end of the snooze that the incidents name.</returns>
    private static long Fill(string folder, int alarms)
    {
        using var connection = Open(folder);
        Run(connection, "PRAGMA synchronous = OFF; BEGIN");
        new RowMultiplier(connection).Copy(Token, 0, 1, alarms, alarms, 0);
        var first = DateTimeOffset.UtcNow.AddSeconds(65).ToUnixTimeMilliseconds();
        Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
            DELETE FROM alarms;
            CREATE TABLE due AS SELECT id, {first} + (row_number() OVER () - 1) * {(long)Span.TotalMilliseconds} / {alarms} AS due_at FROM incidents WHERE id GLOB 'inc-0*[0-9]' LIMIT {alarms};
            CREATE UNIQUE INDEX due_by_id ON due (id);
            INSERT INTO alarms SELECT i.workspace, 'incident', i.id, 'snooze', i.row_id % 16, d.due_at, d.due_at, 0 FROM due d JOIN incidents i ON i.id = d.id;
            COMMIT
            """));
        return first;
    }

    private static long Number(string folder, string query) => Numbers(folder, query)[0];

    private static List<long> Numbers(string folder, string query)
    {
        using var connection = Open(folder);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants above.
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read()) numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    private static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "ledger.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants and numbers above.
        command.CommandText = statements;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
