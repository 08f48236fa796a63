namespace AiSre.Grains.Notifications;

/// <summary>How one destination is.</summary>
[GenerateSerializer, Immutable, Alias("aisre.destination-status")]
public sealed record DestinationStatus
{
    [Id(0)] public required string Channel { get; init; }

    /// <summary>The channel's type; null when there is no such channel.</summary>
    [Id(1)] public string? Type { get; init; }

    [Id(2)] public required string Address { get; init; }

    /// <summary>It can be used; else its messages go to the log.</summary>
    [Id(3)] public bool Configured { get; init; }

    /// <summary>Messages that wait.</summary>
    [Id(4)] public int Queued { get; init; }

    /// <summary>The vendor wants to be left alone until then; null: it does not.</summary>
    [Id(5)] public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>It failed so often that it is not asked before then; null: it did not.</summary>
    [Id(6)] public DateTimeOffset? CircuitOpenUntil { get; init; }

    [Id(7)] public string? LastError { get; init; }

    [Id(8)] public DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Messages a second, on average; null: no limit.</summary>
    [Id(9)] public double? PerSecond { get; init; }

    /// <summary>Messages at once.</summary>
    [Id(10)] public int? Burst { get; init; }

    /// <summary>Waiting messages from which on there is a digest; 0: never.</summary>
    [Id(11)] public int DigestAfter { get; init; }
}

/// <summary>What became of a test message.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Status"><c>sent</c>, <c>failed</c>, <c>skipped</c> or <c>unconfigured</c>.</param>
/// <param name="Error">Why it was not sent.</param>
[GenerateSerializer, Immutable, Alias("aisre.test-delivery")]
public sealed record TestDelivery([property: Id(0)] string Channel, [property: Id(1)] string Status, [property: Id(2)] string? Error)
{
    /// <summary>Where it was sent, as the definitions call it: a name, a mailbox, a member's id. Null: the channel has no place for it.</summary>
    [Id(3)] public string? Address { get; init; }

    public static TestDelivery Sent(string channel) => new(channel, "sent", null);
    public static TestDelivery Failed(string channel, string error) => new(channel, "failed", error);
    public static TestDelivery Skipped(string channel, string error) => new(channel, "skipped", error);
    public static TestDelivery Unconfigured(string channel, string error) => new(channel, "unconfigured", error);
}
