namespace AiSre.Integrations.Kubernetes;

/// <summary>How long and how much at once a cluster is asked.</summary>
public sealed record ClusterLimits
{
    /// <summary>One read, a page of a list each. Default 5 s.</summary>
    public TimeSpan Read { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One write, which admission webhooks may delay. Default 10 s.</summary>
    public TimeSpan Write { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls under way to one cluster; more wait within their time. Default 32.</summary>
    public int Concurrent { get; init; } = 32;

    /// <summary>Objects of one page of a list. Default 500.</summary>
    public int Page { get; init; } = 500;

    /// <summary>Objects of one list at most; a longer one counts as unreadable. Default 50,000.</summary>
    public int Listed { get; init; } = 50_000;
}
