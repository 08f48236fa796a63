namespace AiSre.Grains.Notifications;

/// <summary>What messages need to know of the platform itself.</summary>
public sealed record TellOptions
{
    /// <summary>Base of the links in messages, without a slash at its end. <c>AI_SRE_PUBLIC_URL</c>, default <c>http://localhost:8888</c>.</summary>
    public string PublicUrl { get; init; } = "http://localhost:8888";
}
