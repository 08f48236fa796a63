using AiSre.Api.Settings;

namespace AiSre.Api.Platform;

/// <summary>Makes the log look as <c>AI_SRE_LOG_FORMAT</c> says.</summary>
public static class LogFormatting
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void AddAiSreLogFormat(this WebApplicationBuilder builder)
    {
        if (AiSreSettings.LogFormat.Read(builder.Configuration) is LogFormat.Text) return;
        // Scopes carry the request's id. The framework opens one for every request in any case, so that they cost something only where a line is
        // written.
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
