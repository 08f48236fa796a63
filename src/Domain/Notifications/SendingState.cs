using System.Collections.Immutable;

namespace AiSre.Domain.Notifications;

/// <summary>
/// What a destination remembers about its sending. Lost with the process, which costs a few messages more than the limits allow, and no message.
/// </summary>
public sealed record SendingState
{
    public static SendingState New { get; } = new();

    public TokenBucket Bucket { get; init; }

    /// <summary>Of what is not critical.</summary>
    public TokenBucket NonCritical { get; init; }

    /// <summary>Of critical messages that are sent by themselves in a storm.</summary>
    public TokenBucket Critical { get; init; }

    public CircuitState Circuit { get; init; }

    /// <summary>The vendor wants to be left alone until then.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>It was a storm lately: no digest before this, and what is not critical waits for it; null: it was none.</summary>
    public DateTimeOffset? NextDigestAt { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }
}

/// <summary>What a destination does next.</summary>
public abstract record SendingStep
{
    private SendingStep() { }

    /// <summary>These need not be sent.</summary>
    public sealed record Drop(ImmutableArray<StoodIn> Messages) : SendingStep;

    /// <summary>One digest stands in for these.</summary>
    public sealed record Fold(ImmutableArray<QueuedMessage> Messages) : SendingStep;

    /// <summary>This one is tried now.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="Urgent">It is critical, or something critical of its incident waits behind it.</param>
    public sealed record Send(QueuedMessage Message, bool Urgent) : SendingStep;

    /// <summary>Nothing may be sent before then.</summary>
    public sealed record Wait(DateTimeOffset Until) : SendingStep;

    /// <summary>The queue is empty.</summary>
    public sealed record Rest : SendingStep;
}
