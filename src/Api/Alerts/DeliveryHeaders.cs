using AiSre.Api.Requests;

namespace AiSre.Api.Alerts;

/// <summary>By which header a sender names a delivery that it may repeat. A proxy's request id comes last: it may be new for every try.</summary>
internal static class DeliveryHeaders
{
    private const string Once = "Names this delivery: what comes again under the same name is answered as before and changes nothing.";

    public static readonly HeaderParameter Idempotency = new("Idempotency-Key", Once);
    public static readonly HeaderParameter PagerDuty = new("X-Webhook-Id", $"{Once} PagerDuty's way.");
    public static readonly HeaderParameter StandardWebhooks = new("webhook-id", $"{Once} The way of Standard Webhooks.");
    public static readonly HeaderParameter RequestId = new("X-Request-Id", $"{Once} Looked at when there is no other.");

    public static readonly IReadOnlyList<HeaderParameter> All = [Idempotency, PagerDuty, StandardWebhooks, RequestId];
}
