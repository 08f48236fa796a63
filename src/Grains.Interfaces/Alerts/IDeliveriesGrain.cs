namespace AiSre.Grains.Alerts;

/// <summary>
/// Delivery ids of one source: a delivery that comes again gets the answer of the first and changes nothing. Key: <see cref="GrainKeys.Delivery"/>.
/// </summary>
[Alias("aisre.deliveries")]
public interface IDeliveriesGrain : IGrainWithStringKey
{
    /// <summary>The stored answer, or null: the delivery is the caller's to process, and others with its id wait for it.</summary>
    [Alias("begin")]
    Task<DeliveryAnswer?> BeginAsync(string id);

    /// <summary>Stores the answer; null when the delivery failed and may be tried again.</summary>
    [Alias("complete"), Idempotent]
    Task CompleteAsync(string id, DeliveryAnswer? answer);
}

/// <param name="Status">HTTP status; 0 means that an equal delivery is still being processed.</param>
/// <param name="Body">The JSON body.</param>
[GenerateSerializer, Immutable, Alias("aisre.delivery-answer")]
public sealed record DeliveryAnswer([property: Id(0)] int Status, [property: Id(1)] string Body)
{
    public static readonly DeliveryAnswer InFlight = new(0, "");
}
