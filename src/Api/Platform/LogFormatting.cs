using AiSre.Api.Settings;

namespace AiSre.Api.Platform;

/// <summary>Makes the log look as <c>AI_SRE_LOG_FORMAT</c> says.</summary>
public static class LogFormatting
{
    private const string HostingLog = "Microsoft.AspNetCore.Hosting.Diagnostics";
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void AddAiSreLogFormat(this WebApplicationBuilder builder)
    {
        if (AiSreSettings.LogFormat.Read(builder.Configuration) is LogFormat.Text)
        {
            // Text shows no scopes: without a listener, hosting then opens none and starts no activity, which is a few percent of a repeat.
            builder.Logging.AddFilter(HostingLog, LogLevel.None);
            return;
        }
        // Scopes carry the request's id. One line per request at Information is too much at 30,000 a second, and it would name addresses.
        builder.Logging.AddFilter(HostingLog, LogLevel.Warning);
        builder.Logging.AddJsonConsole(static options => (options.IncludeScopes, options.UseUtcTimestamp, options.TimestampFormat) =
            (true, true, Instant));
    }

    /// <summary>What a host says on its way out when it cannot start, in the format of the log that it does not have.</summary>
    public static string StartFailure(string message)
    {
        var text = $"AI-SRE does not start: {message}";
        return Environment.GetEnvironmentVariable(AiSreSettings.LogFormat.Name) == "json"
            ? JsonSerializer.Serialize(new { Timestamp = DateTimeOffset.UtcNow.ToString(Instant, null), LogLevel = "Critical", Category = "AiSre",
            Message = text })
            : text;
    }
}
