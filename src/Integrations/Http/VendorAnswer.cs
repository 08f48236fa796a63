using AiSre.Grains.Notifications;

namespace AiSre.Integrations.Http;

/// <param name="Status">HTTP status.</param>
/// <param name="Body">Its first 64 KiB. Never part of an error: the target may be somebody's inner server.</param>
/// <param name="RetryAfter">How long to wait, where the vendor said so.</param>
public sealed record VendorAnswer(int Status, string Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>408, 429 and 5xx may work later, everything else never will (docs/rules/notifications.md).</summary>
    public DeliveryResult Failure(string vendor, string? reason = null)
    {
        var because = reason is null ? "" : $": {reason}";
        return Status switch
        {
            408 or 429 or >= 500 => new(DeliveryOutcome.Retry, $"{vendor} answered {Status}{because}", RetryAfter),
            >= 300 and < 400 => new(DeliveryOutcome.Rejected, $"{vendor} answered {Status}: redirects are not followed"),
            _ => new(DeliveryOutcome.Rejected, $"{vendor} answered {Status}{because}"),
        };
    }
}
