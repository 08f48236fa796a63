namespace AiSre.Api.Definitions;

/// <summary>What <c>/health</c> says about notifications that are well and reach nobody.</summary>
public static class NotificationsDetail
{
    /// <summary>No channel can be used: whatever is told is a line in the log.</summary>
    public const string LogOnly = "notifications: log only";

    /// <summary>A channel does not work: its messages were given up, and perhaps told elsewhere.</summary>
    public static string GivenUpAt(string channel, DateTimeOffset at) =>
        $"notifications: messages by {channel} were given up, last at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    /// <summary>Somebody should have been paged and was not.</summary>
    public static string UnreachedAt(DateTimeOffset at) => $"notifications: a page reached nobody at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
