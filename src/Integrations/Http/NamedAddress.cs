using AiSre.Grains.Notifications;

namespace AiSre.Integrations.Http;

internal static class NamedAddress
{
    /// <summary>Somebody took the address out of the channel's definition after the message was written.</summary>
    public static DeliveryResult Unknown(string vendor, string address) =>
        new(DeliveryOutcome.Rejected, $"The {vendor} channel has no address that is called {address}");
}
