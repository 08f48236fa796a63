namespace AiSre.Domain.Definitions.Notifications;

/// <summary>A key of a channel's definition.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="IsSecret">Nobody is shown its value. Webhook addresses are as good as passwords.</param>
public sealed record ChannelKey(string Name, bool IsSecret)
{
    public static ChannelKey Open(string name) => new(name, IsSecret: false);

    public static ChannelKey Secret(string name) => new(name, IsSecret: true);
}
