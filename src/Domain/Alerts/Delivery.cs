using System.Collections.Immutable;

namespace AiSre.Domain.Alerts;

/// <summary>What one request body came to: its signals, and what could not be read of it.</summary>
public sealed record Delivery
{
    public required ImmutableArray<AlertSignal> Signals { get; init; }

    /// <summary>Alerts of the body that are unusable, while others are fine.</summary>
    public ImmutableArray<RejectedAlert> Rejected { get; init; } = [];

    /// <summary>The vendor's id of this delivery inside the body (PagerDuty's <c>event.id</c>); headers may give one too.</summary>
    public string? DeliveryId { get; init; }
}

/// <param name="Index">Position in the body's list of alerts.</param>
/// <param name="Location">Path of the field that is wrong, as in <c>alerts[2].labels</c>.</param>
/// <param name="Message">A sentence about what is wrong with it and what is allowed.</param>
public sealed record RejectedAlert(int Index, string Location, string Message);

/// <summary>
/// A body that is no delivery of its source at all. The message names the field and what is allowed; it becomes the <c>detail</c> of a 4xx.
/// </summary>
public sealed class InvalidDeliveryException(string location, string message) : Exception(message)
{
    public InvalidDeliveryException() : this("body", "The body is not valid.") { }
    public InvalidDeliveryException(string message) : this("body", message) { }
    public InvalidDeliveryException(string message, Exception inner) : this("body", message) => _ = inner;

    /// <summary>Path of the field, as in <c>event.data.id</c>.</summary>
    public string Location { get; } = location;
}
