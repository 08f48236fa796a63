using AiSre.Api.Settings;

namespace AiSre.Api.Alerts;

/// <summary>
/// Secrets of senders that sign, one for each source. Where one is set, an unsigned or wrongly signed delivery of that source is refused. Default:
/// none.
/// </summary>
public sealed class WebhookSecrets(IConfiguration configuration)
{
    private readonly Dictionary<string, string> secrets = AiSreSettings.WebhookSecrets
        .Select(setting => (Source: setting.Key, Secret: setting.Value.Read(configuration)))
        .Where(static setting => setting.Secret is not null)
        .ToDictionary(static setting => setting.Source, static setting => setting.Secret!, StringComparer.Ordinal);

    public bool None => secrets.Count == 0;

    public string? For(string source) => secrets.Count == 0 ? null : secrets.GetValueOrDefault(source);
}
