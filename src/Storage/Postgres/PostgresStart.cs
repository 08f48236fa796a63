using AiSre.Storage.Files;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>Whether the PostgreSQL database can be started from.</summary>
public static partial class PostgresStart
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Waits for a server that is away, as long as it takes: whoever starts many things at once starts them in no order. What a person must put
    /// right is not waited for.
    /// </summary>
    public static async Task WaitAsync(string connectionString, ILogger log)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        if (settings.Timeout > 5) settings.Timeout = 5;
        var where = $"The database {settings.Database ?? settings.Username} on {settings.Host}:{settings.Port} (AI_SRE_POSTGRES)";
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync();
                SchemaNumber.Refuse(where, await PostgresSchema.NumberAsync(connection), "postgres");
                return;
            }
            catch (PostgresException refused) when (!PostgresFailure.IsAway(refused))
            {
                // A wrong password, no such database, no rights.
                throw new UnusableDataException($"{where} refuses: {refused.MessageText}.", refused);
            }
            catch (Exception exception) when (PostgresFailure.IsAway(exception))
            {
                LogAway(log, where, exception.Message);
            }
            await Task.Delay(Pause);
        }
    }

    /// <summary>Whether a start that has ended with this would have gone on if the server had stayed.</summary>
    public static bool WentAway(Exception exception) => exception is NpgsqlException && PostgresFailure.IsAway(exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Where} does not answer; the start waits for it: {Reason}")]
    private static partial void LogAway(ILogger log, string where, string reason);
}
