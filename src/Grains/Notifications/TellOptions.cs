namespace AiSre.Grains.Notifications;

/// <summary>What messages need to know of the platform itself.</summary>
public sealed record TellOptions
{
    /// <summary>Base of the links in messages, without a slash at its end.</summary>
    public string PublicUrl { get; init; } = "http://localhost:8888";
}
