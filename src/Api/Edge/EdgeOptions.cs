using AiSre.Api.Settings;

namespace AiSre.Api.Edge;

/// <summary>Limits of one request.</summary>
public sealed record EdgeOptions
{
    /// <summary>Bytes of a body, unless the endpoint says otherwise with <c>WithBodyLimit</c>. 1 MiB.</summary>
    public const long BodyBytes = 1 << 20;

    /// <summary>Bytes of a webhook's body: a storm comes in large batches. 5 MiB.</summary>
    public const long WebhookBodyBytes = 5 << 20;

    /// <summary>Bytes of all request headers together. 32 KiB.</summary>
    public const int HeaderBytes = 32 << 10;

    /// <summary>From the headers to the answer.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(AiSreSettings.RequestTimeoutSeconds.Fallback);

    public static EdgeOptions Read(IConfiguration configuration) =>
        new() { RequestTimeout = TimeSpan.FromSeconds(AiSreSettings.RequestTimeoutSeconds.Read(configuration)) };
}
