using System.Text.Json;
using AiSre.Api.Tests.Acting;
using AiSre.Api.Tests.EndToEnd;
using AiSre.Storage.Sqlite;
using AiSre.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiSre.Api.Tests.Attacks;

/// <summary>Somebody with the disk changes what is written of him: <c>GET /audit/verify</c> says so, and where.</summary>
public sealed class TamperedAuditTests(TamperedAuditTests.Fixture fixture) : IClassFixture<TamperedAuditTests.Fixture>
{
    private const int Rows = 3;

    private readonly Guest guest = new(fixture.Host);

    public static TheoryData<string, string> Ways => new()
    {
        { "another detail", "UPDATE audit SET detail = detail || ' ' WHERE seq = @seq" },
        { "another actor", "UPDATE audit SET actor = 'nobody' WHERE seq = @seq" },
        { "another time", "UPDATE audit SET at = at + 1 WHERE seq = @seq" },
        { "another subject", "UPDATE audit SET id = 'other' WHERE seq = @seq" },
        { "another action", "UPDATE audit SET action = 'definitions_put' WHERE seq = @seq" },
        { "taken out", "DELETE FROM audit WHERE seq = @seq" },
        { "given away", "UPDATE audit SET workspace = 'ws-elsewhere' WHERE seq = @seq" },
    };

    [Theory, MemberData(nameof(Ways))]
    public async Task A_row_that_is_not_what_was_written_is_found(string way, string sql)
    {
        // Each seal covers what was written before it, so that the broken one says about where.
        var ends = new List<long>();
        for (var i = 0; i < Rows; i++)
        {
            await guest.SendAsync("/autonomy/kill-switch", """{"enabled":true,"reason":"a drill"}""");
            await guest.SendAsync("/autonomy/kill-switch", """{"enabled":false}""");
            // Rows are sealed half a minute after they were written.
            fixture.Clock.Advance(TimeSpan.FromMinutes(1));
            JsonElement seen = default;
            await Poll.UntilAsync("a seal", async () =>
            {
                seen = await guest.GetAsync("/audit/verify");
                return seen.GetProperty("sealed").GetInt64() == (i + 1) * 2;
            }, onTimeout: () => seen.GetRawText());
            Assert.True(seen.GetProperty("intact").GetBoolean());
            ends.Add((await guest.GetAsync("/audit?limit=1")).At("entries", 0).GetProperty("seq").GetInt64());
        }
        Change(sql, ends[1]);
        var verified = await guest.GetAsync("/audit/verify");
        Assert.False(verified.GetProperty("intact").GetBoolean(), way);
        Assert.Equal(ends[1], verified.GetProperty("broken_at").GetInt64());
    }

    private void Change(string sql, long seq)
    {
        var ledger = fixture.Host.Services.GetRequiredService<SqliteFiles>().LedgerPath;
        using var connection = new SqliteConnection($"Data Source={ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@seq", seq);
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public EmbeddedHost Host { get; private set; } = null!;

        internal ActingHost.AheadClock Clock { get; } = new();

        public async ValueTask InitializeAsync() =>
            Host = await EmbeddedHost.StartWithAsync(services => services.AddSingleton<TimeProvider>(Clock));

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
