namespace AiSre.Domain.Notifications;

/// <summary>
/// A message that must be sent. Stored in the transaction of what it tells about, so that there is never one without the other.
/// </summary>
[GenerateSerializer, Immutable, Alias("aisre.outbox-message")]
public sealed record OutboxMessage
{
    /// <summary>The idempotency key, unique for ever in its workspace: stored once, however often it is written.</summary>
    [Id(0)] public required string Key { get; init; }

    [Id(1)] public required string Workspace { get; init; }

    /// <summary>Name of the channel as the definitions have it; <c>log</c> always exists.</summary>
    [Id(2)] public required string Channel { get; init; }

    /// <summary>Where in the channel. Never a secret: those have names (<c>default</c>).</summary>
    [Id(3)] public required string Address { get; init; }

    [Id(4)] public required NotificationContent Content { get; init; }

    /// <summary>It pages somebody: a step of an escalation, not a notice.</summary>
    [Id(5)] public bool IsPage { get; init; }
}
