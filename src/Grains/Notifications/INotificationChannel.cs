using AiSre.Domain.Definitions.Notifications;
using AiSre.Domain.Notifications;

namespace AiSre.Grains.Notifications;

/// <summary>Sends to one vendor. One for each type of channel; knows nothing of queues, limits and repeats, which are the destination's.</summary>
public interface INotificationChannel
{
    /// <summary>The name of the <see cref="ChannelType"/> that it serves.</summary>
    string Type { get; }

    /// <summary>Later messages of an incident need what the vendor called its first one (<see cref="NotificationDelivery.Reference"/>).</summary>
    bool NeedsReference => false;

    /// <summary>It shows the signed link of a message to one person (<see cref="NotificationDelivery.SignedLink"/>).</summary>
    bool ShowsSignedLink => false;

    /// <summary>One attempt, 10 s at most. Throws for nothing that the vendor or the network did: that is a result.</summary>
    Task<DeliveryResult> SendAsync(NotificationDelivery delivery, CancellationToken cancellation);
}

/// <summary>One message on its way.</summary>
public sealed record NotificationDelivery
{
    /// <summary>The same for every attempt: the vendor's own protection against repeats gets it where there is one.</summary>
    public required string Key { get; init; }

    public required ChannelDefinition Channel { get; init; }
    public required string Address { get; init; }
    public required NotificationContent Content { get; init; }

    /// <summary>
    /// What the vendor called the incident's first message at this address, such as Slack's <c>channel/ts</c>; null when there is none.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>
    /// By which the one person who reads this address acknowledges without signing in: a secret of that person, for this message and no log. Null
    /// where there is none.
    /// </summary>
    public string? SignedLink { get; init; }

    /// <summary>When it is sent.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <param name="Outcome">What came of it.</param>
/// <param name="Error">For people, when it was not sent; holds no secret.</param>
/// <param name="RetryAfter">How long the vendor wants to be left alone.</param>
/// <param name="Reference">What the vendor calls the message, where later ones need that.</param>
public sealed record DeliveryResult(DeliveryOutcome Outcome, string? Error = null, TimeSpan? RetryAfter = null, string? Reference = null)
{
    public static DeliveryResult Sent(string? reference = null) => new(DeliveryOutcome.Sent, Reference: reference);
}

public enum DeliveryOutcome
{
    Sent = 0,

    /// <summary>The network, a time-out, 408, 429 or 5xx: may work later.</summary>
    Retry = 1,

    /// <summary>Will never work as it is.</summary>
    Rejected = 2,
}
