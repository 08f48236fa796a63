namespace AiSre.Storage.Reading;

/// <summary>Who is writing to the audit at this instant, and so may have taken numbers that nobody can see yet.</summary>
/// <param name="Writers">A name for each transaction, which no other ever has.</param>
public sealed record AuditSql(string Writers)
{
    /// <summary>One transaction after the other: nobody who takes a number later commits earlier.</summary>
    public static AuditSql Sqlite { get; } = new("SELECT '' WHERE 0");

    /// <summary>An insert locks its table before it takes a number, and until what it has committed can be seen.</summary>
    public static AuditSql Postgres { get; } = new("""
        SELECT DISTINCT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND relation = 'audit'::regclass AND mode = 'RowExclusiveLock'
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """);
}
