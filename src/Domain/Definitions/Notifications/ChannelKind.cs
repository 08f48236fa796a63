namespace AiSre.Domain.Definitions.Notifications;

/// <summary>What a channel is to the people behind it. It decides which news they hear there.</summary>
public enum ChannelKind
{
    /// <summary>Written down, and nobody is told.</summary>
    Log,

    /// <summary>A room that people read: hears everything, is reminded.</summary>
    Chat,

    /// <summary>Rings until somebody answers: hears at once, and always hears the end.</summary>
    Pager,

    /// <summary>A mailbox for each person. Admins are told there when nobody else can be.</summary>
    Mail,

    /// <summary>A program reads it.</summary>
    Program,
}
