namespace AiSre.Grains.Notifications;

/// <summary>What messages need to know of the platform itself.</summary>
public sealed record TellOptions
{
    /// <summary>Base of the links in messages, without a slash at its end.</summary>
    public string PublicUrl { get; init; } = "http://localhost:8888";

    /// <summary>
    /// Messages to one person carry a link by which that person acknowledges without signing in. Off, they carry none, and those that were sent open
    /// nothing. Default on.
    /// </summary>
    public bool SignedLinks { get; init; } = true;

    /// <summary>How long such a link opens something, 1 to 720 hours. Default 72 hours.</summary>
    public TimeSpan SignedLinkLasts { get; init; } = TimeSpan.FromHours(72);
}
