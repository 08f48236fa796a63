using NodaTime;

namespace AiSre.Domain.Definitions.OnCall;

/// <summary>Somebody stands in: wins over every layer of the team.</summary>
public sealed record OnCallOverride
{
    public string Id { get; init; } = "";
    public required string Team { get; init; }
    public required string User { get; init; }

    /// <summary>Included.</summary>
    public required LocalDateTime From { get; init; }

    /// <summary>Not included.</summary>
    public required LocalDateTime To { get; init; }

    /// <summary>IANA name, in which both are meant.</summary>
    public required string TimeZone { get; init; }

    public string? Reason { get; init; }

    /// <summary>Of several that overlap the newest wins. Those from a definition are as old as time.</summary>
    public Instant CreatedAt { get; init; } = Instant.MinValue;

    public string? CreatedBy { get; init; }
}
