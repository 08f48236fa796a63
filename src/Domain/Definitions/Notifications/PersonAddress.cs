namespace AiSre.Domain.Definitions.Notifications;

/// <summary>How a channel reaches one person.</summary>
/// <param name="Own">The person's own address; null: there is none.</param>
/// <param name="IsShared">At the address that is shared with others.</param>
/// <param name="Mention">How the person is addressed there; null where that need not be, or cannot.</param>
public readonly record struct PersonAddress(string? Own, bool IsShared, string? Mention)
{
    /// <summary>The channel does not reach this person.</summary>
    public static PersonAddress None => default;

    public static PersonAddress At(string own) => new(own, IsShared: false, null);

    public static PersonAddress Shared(string? mention = null) => new(null, IsShared: true, mention);
}
