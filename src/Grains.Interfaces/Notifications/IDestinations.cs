using System.Collections.Immutable;
using AiSre.Domain.Alerts;

namespace AiSre.Grains.Notifications;

/// <summary>The addresses that a workspace's definitions name. Key: the workspace.</summary>
[Alias("aisre.destinations")]
public interface IDestinations : IGrainWithStringKey
{
    /// <summary>
    /// Sends a message through the real route of a service and severity, past groups and quiet hours but within the limits. One result for each
    /// channel; answers within 8 s.
    /// </summary>
    /// <param name="severity">Chooses the route.</param>
    /// <param name="service">Chooses the route and the team; null: none.</param>
    /// <param name="text">What is said, at most 500 characters.</param>
    [Alias("test"), ResponseTimeout("00:00:10")]
    Task<ImmutableArray<TestDelivery>> TestAsync(Severity severity, string? service, string text);

    /// <summary>The same to the addresses at which a step of an escalation would tell one person.</summary>
    /// <param name="severity">Chooses the route.</param>
    /// <param name="service">Chooses the route and the team; null: none.</param>
    /// <param name="person">A name below <c>users</c>.</param>
    /// <param name="text">What is said, at most 500 characters.</param>
    /// <returns>Null when the definitions know nobody of that name.</returns>
    [Alias("test-person"), ResponseTimeout("00:00:10")]
    Task<ImmutableArray<TestDelivery>?> TestPersonAsync(Severity severity, string? service, string person, string text);

    /// <summary>Sends a message to one address, past the queue but within its limits. Answers within 8 s.</summary>
    [Alias("test-one"), ResponseTimeout("00:00:10")]
    Task<TestDelivery> TestOneAsync(string channel, string address, string text);

    /// <summary>Each channel's addresses, by name: the shared ones, then those of people.</summary>
    [Alias("list"), Idempotent]
    Task<ImmutableArray<DestinationStatus>> ListAsync();
}
