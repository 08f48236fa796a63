using AiSre.Domain.Access;

namespace AiSre.Console.Keys;

/// <param name="Key">One key.</param>
/// <param name="Successor">That was made in its place; null: none.</param>
public sealed record KeyPageView(ManagedKey Key, ManagedKey? Successor)
{
    /// <summary>Hours, as they stand in the form.</summary>
    public string Overlap { get; init; } = "24";

    /// <summary>What is wrong with them.</summary>
    public string? Problem { get; init; }

    /// <summary>Just made in its place, and shown this once.</summary>
    public MadeKey? Made { get; init; }

    /// <summary>Null when there is no such key, or it ended long ago.</summary>
    internal static async Task<KeyPageView?> LoadAsync(IGrainFactory grains, string workspace, string id)
    {
        var keys = await grains.KeysOf(workspace).ListAsync();
        return keys.FirstOrDefault(key => key.Id == id) is { } key
            ? new(key, keys.FirstOrDefault(other => other.Id == key.ReplacedBy))
            : null;
    }
}
