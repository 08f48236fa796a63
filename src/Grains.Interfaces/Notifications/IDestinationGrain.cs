namespace AiSre.Grains.Notifications;

/// <summary>
/// Sends what the outbox holds for one address, in order, as fast as its limits allow. Woken by alarms that are written with the messages; a call only makes it
/// faster. Key: <see cref="GrainKeys.Destination"/>.
/// </summary>
[Alias("aisre.destination")]
public interface IDestinationGrain : IGrainWithStringKey
{
    /// <summary>There is something new. A hint.</summary>
    [Alias("wake"), Orleans.Concurrency.OneWay]
    Task WakeAsync();
}
