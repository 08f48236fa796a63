using AiSre.Api.Settings;

namespace AiSre.Api.Platform;

/// <summary>What a person must put right before a process of ours can start.</summary>
public static class StartFault
{
    /// <summary>In one line; null for whatever else ends a start.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        SettingException => exception.Message,
        // appsettings.json that is no JSON, or a file that may not be read.
        InvalidDataException { InnerException: { } inner } => $"{exception.Message} {inner.Message}",
        UnauthorizedAccessException or IOException => exception.Message,
        _ => null,
    };
}
