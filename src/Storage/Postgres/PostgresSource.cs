using System.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Where the PostgreSQL ledger is, and how its connections are opened. What the connection string says itself stands.</summary>
public sealed class PostgresSource : IDisposable
{
    /// <summary>
    /// The writer joins short arrays with large tables, always by an index; a plan made anew for each batch costs more than it finds. A silo that
    /// hangs in the middle of a batch loses it: its locks would keep all others from writing.
    /// </summary>
    private const string WriterSettings =
        "-c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan -c "
            + "synchronous_commit=on "
        + "-c idle_in_transaction_session_timeout=2000";

    private readonly string writer;

    public PostgresSource(IOptions<LedgerOptions> options)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.Value.Postgres);
        if (!Named(settings, "Timeout")) settings.Timeout = 2;
        if (!Named(settings, "Command Timeout")) settings.CommandTimeout = 5;
        if (!Named(settings, "Application Name")) settings.ApplicationName = "ai-sre";
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        writer = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false,
            Options = $"{settings.Options} {WriterSettings}".Trim() }.ConnectionString;
        if (!Named(settings, "Maximum Pool Size")) settings.MaxPoolSize = 20;
        ReadConnections = settings.MaxPoolSize;
        Reads = NpgsqlDataSource.Create(settings);
    }

    /// <summary>How many there may be at a time.</summary>
    public int ReadConnections { get; }

    public NpgsqlDataSource Reads { get; }

    /// <summary>The ledger's own connection; never shared.</summary>
    public NpgsqlConnection OpenWriter()
    {
        var connection = new NpgsqlConnection(writer);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>What the server's clock says, as of the moment when this returns; null while it is away.</summary>
    public async Task<DateTimeOffset?> NowAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await using var command = Reads.CreateCommand("SELECT clock_timestamp()");
            var now = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
            return now + Stopwatch.GetElapsedTime(began) / 2;
        }
        catch (Exception exception) when (PostgresFailure.IsAway(exception))
        {
            return null;
        }
    }

    public void Dispose() => Reads.Dispose();

    private static bool Named(NpgsqlConnectionStringBuilder settings, string keyword) =>
        settings.ContainsKey(keyword) && settings.Keys.Contains(keyword, StringComparer.OrdinalIgnoreCase);
}
