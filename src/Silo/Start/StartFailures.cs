using System.Data.Common;
using AiSre.Api.Settings;
using AiSre.Storage.Files;

namespace AiSre.Silo.Start;

/// <summary>Which failures of a start are a person's to put right, and what is said of them.</summary>
internal static class StartFailures
{
    /// <summary>Null for a bug, whose stack is wanted.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        SettingException or UnusableDataException => exception.Message,
        // appsettings.json that is no JSON, or a file that may not be read.
        InvalidDataException { InnerException: { } inner } => $"{exception.Message} {inner.Message}",
        UnauthorizedAccessException or IOException => exception.Message,
        // A database that went away, or was too slow, between the check and the start.
        DbException => exception.InnerException is { } inner ? $"{exception.Message} ({inner.Message})" : exception.Message,
        _ => null,
    };
}
