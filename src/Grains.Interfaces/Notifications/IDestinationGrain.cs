using AiSre.Domain.Notifications;
using Orleans.Concurrency;

namespace AiSre.Grains.Notifications;

/// <summary>
/// Sends what the outbox holds for one address, in order, as fast as its limits allow. Woken by alarms that are written with the messages; a call
/// only makes it faster. Key: <see cref="GrainKeys.Destination"/>.
/// </summary>
[Alias("aisre.destination")]
public interface IDestinationGrain : IGrainWithStringKey
{
    /// <summary>There is something new. A hint.</summary>
    [Alias("wake"), OneWay]
    Task WakeAsync();

    /// <summary>Sends a message past the queue, once, if the limits allow it now. Answers within 8 s. Nothing is stored.</summary>
    [Alias("test"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<TestDelivery> TestAsync(OutboxMessage message);

    /// <summary>How it is.</summary>
    [Alias("status"), AlwaysInterleave, Idempotent]
    Task<DestinationStatus> StatusAsync();
}
