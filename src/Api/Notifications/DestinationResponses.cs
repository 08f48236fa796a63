using System.Text.Json.Serialization;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <param name="Ok">The route was found, whatever became of the messages.</param>
/// <param name="Severity">That of the route.</param>
/// <param name="Service">That of the route; null: none.</param>
/// <param name="Message">What was said.</param>
/// <param name="Results">One for each channel of the route; none when nobody hears of it.</param>
public sealed record TestNotificationResponse(bool Ok, string Severity, string? Service, string Message, IReadOnlyList<TestResult> Results);

/// <param name="Channel">The channel's name.</param>
/// <param name="Address">Where, as the definitions call it; null where the channel has no place for it.</param>
/// <param name="Status">sent, failed, skipped (the limits do not allow it now) or unconfigured.</param>
/// <param name="Error">Why it was not sent; null when it was.</param>
public sealed record TestResult(string Channel, string? Address, string Status, string? Error)
{
    internal static TestResult From(TestDelivery delivery) => new(delivery.Channel, delivery.Address, delivery.Status, delivery.Error);
}

public sealed record DestinationsResponse(IReadOnlyList<DestinationItem> Destinations, int Count);

/// <summary>One address of one channel, a shared one or a person's.</summary>
public sealed record DestinationItem
{
    public required string Channel { get; init; }

    /// <summary>slack, teams, pagerduty, email, webhook or log.</summary>
    public required string? Type { get; init; }

    public required string Address { get; init; }

    /// <summary>False: something is missing, and messages go to the log.</summary>
    public required bool Configured { get; init; }

    /// <summary>Messages that wait.</summary>
    public required int Queued { get; init; }

    /// <summary>The vendor asked for a pause until then.</summary>
    public required DateTimeOffset? PausedUntil { get; init; }

    /// <summary>It failed five times in a row, and is asked again then.</summary>
    public required DateTimeOffset? CircuitOpenUntil { get; init; }

    public required string? LastError { get; init; }
    public required DateTimeOffset? LastErrorAt { get; init; }

    /// <summary>Null: no limit.</summary>
    public required RateResponse? Rate { get; init; }

    /// <summary>More waiting messages than this become a digest; 0: never.</summary>
    public required int DigestAfter { get; init; }

    internal static DestinationItem From(DestinationStatus status) => new()
    {
        Channel = status.Channel,
        Type = status.Type,
        Address = status.Address,
        Configured = status.Configured,
        Queued = status.Queued,
        PausedUntil = status.PausedUntil,
        CircuitOpenUntil = status.CircuitOpenUntil,
        LastError = status.LastError,
        LastErrorAt = status.LastErrorAt,
        Rate = status is { PerSecond: { } perSecond, Burst: { } burst } ? new(Math.Round(perSecond * 60, 2), burst) : null,
        DigestAfter = status.DigestAfter,
    };
}

/// <param name="PerMinute">On average.</param>
/// <param name="Burst">At once.</param>
public sealed record RateResponse(double PerMinute, int Burst);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TestNotificationResponse))]
[JsonSerializable(typeof(DestinationsResponse))]
internal sealed partial class DestinationJsonContext : JsonSerializerContext;
