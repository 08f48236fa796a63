using System.Globalization;
using AiSre.Api.Security;

namespace AiSre.Api.Edge;

/// <summary>Limits of one request.</summary>
public sealed record EdgeOptions
{
    public const string RequestTimeoutSetting = "AI_SRE_REQUEST_TIMEOUT_SECONDS";

    /// <summary>Bytes of a body, unless the endpoint says otherwise with <c>WithBodyLimit</c>. 1 MiB.</summary>
    public const long BodyBytes = 1 << 20;

    /// <summary>Bytes of a webhook's body: a storm comes in large batches. 5 MiB.</summary>
    public const long WebhookBodyBytes = 5 << 20;

    /// <summary>Bytes of all request headers together. 32 KiB.</summary>
    public const int HeaderBytes = 32 << 10;

    /// <summary>Seconds from the headers to the answer (<c>AI_SRE_REQUEST_TIMEOUT_SECONDS</c>). Default 30, allowed 1 to 300.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public static EdgeOptions Read(IConfiguration configuration)
    {
        if (configuration[RequestTimeoutSetting] is not { Length: > 0 } text) return new();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 300
            ? new() { RequestTimeout = TimeSpan.FromSeconds(seconds) }
            : throw new SettingException($"{RequestTimeoutSetting} is '{text}'; allowed are 1 to 300 seconds.");
    }
}
