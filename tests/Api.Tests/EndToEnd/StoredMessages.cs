using Microsoft.Data.Sqlite;

namespace AiSre.Api.Tests.EndToEnd;

/// <summary>Rows of the outbox that nobody is called for: for channel <c>log</c>, without an alarm.</summary>
internal static class StoredMessages
{
    /// <summary>An hour ago, on the second. What is days old is forgotten as soon as any other message goes out.</summary>
    public static readonly DateTimeOffset CreatedAt = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3_600);

    public static long Put(string ledger, string workspace, string title, string incident, int status, long? at = null)
    {
        var createdAt = at ?? CreatedAt.ToUnixTimeMilliseconds();
        using var connection = new SqliteConnection($"Data Source={ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $$"""
            INSERT INTO outbox (workspace, key, channel, address, partition, incident_id, kind, severity, is_page, status, attempts, created_at, done_at, error, document)
            VALUES ('{{workspace}}', '{{title}}', 'log', 'default', 3, '{{incident}}', 1, 3, 1, {{status}}, 3, {{createdAt}}, {{(status == 0 ? "NULL" : createdAt + 1000)}}, '503',
              '{"kind":"Escalated","severity":"Critical","workspace":"{{workspace}}","incident_id":"{{incident}}","title":"{{title}}","since":"2026-03-01T12:00:00+00:00","at":"2026-03-01T12:15:00+00:00","step":"level 2 of 3","recipients":["dave"]}')
            RETURNING seq
            """;
        return (long)command.ExecuteScalar()!;
    }
}
