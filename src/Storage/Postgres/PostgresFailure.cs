using System.Net.Sockets;
using Npgsql;

namespace AiSre.Storage.Postgres;

/// <summary>What a failure of PostgreSQL means for what was asked of it.</summary>
internal static class PostgresFailure
{
    private const string IdleInTransaction = "25P03";

    /// <summary>
    /// The server is not there, is going, has no room, or gave a silo up that did not go on: later it may work, and nobody's data is at fault.
    /// </summary>
    public static bool IsAway(Exception exception) => exception switch
    {
        PostgresException { SqlState: IdleInTransaction } => true,
        PostgresException e => e.SqlState[..2] is "08" or "53" or "57" or "58" or "XX",
        NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Another silo's batch was in the way; the same batch again will do.</summary>
    public static bool IsContention(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>One entry of the batch is at fault: a row that exists, or a value that cannot be stored.</summary>
    public static bool IsOfOneEntry(PostgresException exception) => exception.SqlState[..2] is "22" or "23";
}
