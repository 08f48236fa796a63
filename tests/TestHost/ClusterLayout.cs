namespace AiSre.TestHost;

/// <summary>How a test wants its cluster.</summary>
public sealed record ClusterLayout
{
    public int Silos { get; init; } = 2;

    public int Apis { get; init; } = 2;

    /// <summary>The database; the cluster starts one of its own when null.</summary>
    public PostgresServer? Postgres { get; init; }

    /// <summary>The membership and the spool; the cluster starts one of its own when null.</summary>
    public RedisServer? Redis { get; init; }

    /// <summary>Variables for all silos and APIs, beside those that the cluster sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Debug or Release; that of the running program when null.</summary>
    public string? Configuration { get; init; }
}
