using AiSre.Api.Security;

namespace AiSre.Api.Platform;

/// <summary>How the log looks: <c>AI_SRE_LOG_FORMAT</c>, <c>text</c> (default) for people or <c>json</c>, one object a line, for collectors.</summary>
public static class LogFormat
{
    public const string Setting = "AI_SRE_LOG_FORMAT";

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void AddAiSreLogFormat(this WebApplicationBuilder builder)
    {
        switch (builder.Configuration[Setting])
        {
            case null or "" or "text":
                return;
            case "json":
                // Scopes carry the request's id. The framework opens one for every request in any case, so that they cost something only where a line is written.
                builder.Logging.AddJsonConsole(static options => (options.IncludeScopes, options.UseUtcTimestamp, options.TimestampFormat) = (true, true, Instant));
                return;
            case var other:
                throw new SettingException($"{Setting} is '{other}'; allowed are text and json.");
        }
    }

    /// <summary>What a host says on its way out when it cannot start, in the format of the log that it does not have.</summary>
    public static string StartFailure(string message)
    {
        var text = $"AI-SRE does not start: {message}";
        return Environment.GetEnvironmentVariable(Setting) == "json"
            ? JsonSerializer.Serialize(new { Timestamp = DateTimeOffset.UtcNow.ToString(Instant, null), LogLevel = "Critical", Category = "AiSre", Message = text })
            : text;
    }
}
