using AiSre.Domain.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>
/// Secrets of senders that sign: <c>AI_SRE_WEBHOOK_SECRET_PAGERDUTY</c> and so on, one for each source. Where one is set, an unsigned or
/// wrongly signed delivery of that source is refused. Default: none.
/// </summary>
public sealed class WebhookSecrets
{
    private readonly Dictionary<string, string> secrets = new(StringComparer.Ordinal);

    public WebhookSecrets(IConfiguration configuration)
    {
        foreach (var source in AlertSource.All)
        {
            if (configuration["AI_SRE_WEBHOOK_SECRET_" + source.ToUpperInvariant()] is { Length: > 0 } secret) secrets.Add(source, secret);
        }
    }

    public string? For(string source) => secrets.Count == 0 ? null : secrets.GetValueOrDefault(source);
}
