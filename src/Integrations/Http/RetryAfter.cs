using System.Globalization;

namespace AiSre.Integrations.Http;

/// <summary>How long a vendor wants to be left alone.</summary>
internal static class RetryAfter
{
    /// <summary>PagerDuty's REST API says it so.</summary>
    private const string RateLimitReset = "ratelimit-reset";

    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is { } header) return NotNegative(header.Delta ?? header.Date - now);
        return response.Headers.TryGetValues(RateLimitReset, out var values)
            && double.TryParse(values.First(), CultureInfo.InvariantCulture, out var seconds) && seconds < 86_400
            ? NotNegative(TimeSpan.FromSeconds(seconds))
            : null;
    }

    private static TimeSpan? NotNegative(TimeSpan? wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
}
