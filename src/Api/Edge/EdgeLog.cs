namespace AiSre.Api.Edge;

/// <summary>Names the route, not the address: addresses are the caller's text.</summary>
internal static partial class EdgeLog
{
    [LoggerMessage(1, LogLevel.Error, "Request {RequestId} to {Route} failed unexpectedly")]
    public static partial void Unexpected(this ILogger log, string requestId, string route, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "DEV MODE: AI_SRE_API_KEYS is empty, so every request is allowed as admin. Do not expose this port.")]
    public static partial void DevMode(this ILogger log);

    [LoggerMessage(3, LogLevel.Warning, "API keys: {Warning}")]
    public static partial void KeyWarning(this ILogger log, string warning);

    [LoggerMessage(4, LogLevel.Information, "API keys: {Count} in force")]
    public static partial void Secured(this ILogger log, int count);

    [LoggerMessage(5, LogLevel.Warning, "Health probe {Probe} failed")]
    public static partial void ProbeFailed(this ILogger log, string probe, Exception exception);

    [LoggerMessage(7, LogLevel.Warning,
        "A sender is refused with {Status}: key {Key}, source {Source}, from {Address}; {Count} since the last line about it")]
    public static partial void IngestRefused(this ILogger log, int status, string key, string source, string address, int count);

    [LoggerMessage(6, LogLevel.Warning, "The cluster does not say which silos it has")]
    public static partial void ClusterTableUnread(this ILogger log, Exception exception);
}
