using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AiSre.Benchmarks.Million;

/// <summary>
/// Makes the incidents of a full folder differ as real ones do: thirty kinds of titles, descriptions of ten words out of three thousand, and
/// documents that were born when their rows say. They end three minutes to two hours later.
/// </summary>
internal static class PastTexts
{
    private static readonly string[] Kinds =
    [
        "OOMKilled on {0}", "{0} restarted 9 times in the last hour", "Failed to pull image of {0}", "Readiness probe of {0} failed",
        "{0} pods stuck in Pending", "Pod of {0} was evicted", "Node under {0} is not ready", "Disk of {0} is 91% full", "FailedMount on {0}",
        "High CPU on {0}", "CPU throttling of {0}", "Memory usage of {0} above 90%", "5xx error rate of {0}", "p99 latency of {0} is high",
        "DNS lookups fail in {0}", "Certificate of {0} expires in 5 days", "Connection pool exhausted in {0}", "{0} is rate limited",
        "Packet loss at {0}", "Consumer lag of {0} grows", "Errors of {0} since the release", "Database of {0} is down", "{0} gets 401",
        "Job {0} failed", "{0} exceeded quota", "Conversion of {0} dropped", "Anomaly in {0}", "Orders of {0} below forecast",
        "Watch {0}", "Look at {0} again",
    ];

    public static void Write(string dataFolder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        var words = string.Join(" || ' w' || ", Enumerable.Range(0, 10).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"((row_id * {7_919 + (i * 104)} + {i * 37}) % {(i + 1) * 300})")));
        var titles = string.Join(" ", Kinds.Select((kind, i) =>
            $"WHEN {i} THEN '{kind.Replace("{0}", "' || coalesce(service, 'it') || '", StringComparison.Ordinal)}'"));
#pragma warning disable CA2100 // Made of the constants above.
        command.CommandText = $"""
            UPDATE incidents SET document = json_set(document,
              '$.title', CASE (row_id * 31) % {Kinds.Length} {titles} END,
              '$.description', 'w' || {words},
              '$.created_at', strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000, 'unixepoch'),
              '$.resolved_at', CASE WHEN state = 2 THEN strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000 + 180 + row_id % 7000, 'unixepoch') END)
            """;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Some incidents, all over the time.</summary>
    public static IReadOnlyList<string> Ids(string dataFolder, int count)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "ledger.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM incidents WHERE row_id % (SELECT max(1, count(*) / $count) FROM incidents) = 0 LIMIT $count";
        command.Parameters.AddWithValue("$count", count);
        using var reader = command.ExecuteReader();
        var ids = new List<string>();
        while (reader.Read()) ids.Add(reader.GetString(0));
        return ids;
    }
}
