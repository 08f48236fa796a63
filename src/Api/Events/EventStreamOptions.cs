namespace AiSre.Api.Events;

/// <summary>Limits of <c>GET /events</c>.</summary>
public sealed record EventStreamOptions
{
    /// <summary>A quiet stream says so often that it lives, so that proxies keep it. 15 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>So often the caller's key is looked at again. 2 s.</summary>
    public TimeSpan KeyCheck { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a client that lost the stream waits before it comes back. 2 s.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Open at the same time for one key and process. 20.</summary>
    public int StreamsOfAKey { get; init; } = 20;
}
