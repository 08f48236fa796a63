using System.Collections.Immutable;
using AiSre.Domain.Access;
using Orleans.Concurrency;

namespace AiSre.Grains.Workspaces;

/// <summary>The keys that one workspace has handed out. Key: the workspace's id, of one that exists.</summary>
[Alias("aisre.workspace-keys")]
public interface IWorkspaceKeysGrain : IGrainWithStringKey
{
    /// <summary>As many keys may count in one workspace.</summary>
    const int MaxStanding = 200;

    /// <summary>Those that count and those that ended within the last 30 days, oldest first.</summary>
    [Alias("list"), Idempotent, AlwaysInterleave]
    Task<ImmutableArray<ManagedKey>> ListAsync();

    [Alias("make")]
    Task<KeyOutcome> MakeAsync(NewKey key, string actor);

    /// <summary>Makes one that may do the same, and ends this one after a while in which both open.</summary>
    /// <param name="id">Of the key that ends.</param>
    /// <param name="overlap">How long both open; zero to 30 days.</param>
    /// <param name="actor">By which key.</param>
    [Alias("rotate")]
    Task<KeyOutcome> RotateAsync(string id, TimeSpan overlap, string actor);

    /// <summary>From now on it opens nothing. Null when there is none with this id.</summary>
    [Alias("revoke"), Idempotent]
    Task<ManagedKey?> RevokeAsync(string id, string actor);

    /// <summary>Keeps when keys opened something, as far as that is worth a write (<see cref="KeyRules.UseIsNotedAfter"/>).</summary>
    /// <param name="used">By the keys' ids; those that are not this workspace's are passed over.</param>
    [Alias("used"), Idempotent]
    Task NoteUsesAsync(ImmutableDictionary<string, DateTimeOffset> used);
}

/// <summary>What a key is to be.</summary>
[GenerateSerializer, Immutable, Alias("aisre.new-key")]
public sealed record NewKey
{
    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required Role Role { get; init; }
    [Id(2)] public ImmutableArray<KeyScope> Scopes { get; init; } = [];
    [Id(3)] public DateTimeOffset? ExpiresAt { get; init; }
}

/// <param name="Refusal">Why nothing was made.</param>
/// <param name="Key">As it is kept; null when it was refused.</param>
/// <param name="Text">The key itself. Nobody can ask for it again.</param>
[GenerateSerializer, Immutable, Alias("aisre.key-outcome")]
public sealed record KeyOutcome(
    [property: Id(0)] KeyRefusal Refusal, [property: Id(1)] ManagedKey? Key = null, [property: Id(2)] string? Text = null);

public enum KeyRefusal
{
    None = 0,

    /// <summary>There is no key with this id that counts.</summary>
    Unknown = 1,

    /// <summary>The workspace has <see cref="IWorkspaceKeysGrain.MaxStanding"/> already.</summary>
    TooMany = 2,

    /// <summary>The workspace is suspended, or is being deleted.</summary>
    NotActive = 3,

    /// <summary>It was rotated already: the one in its place is to be rotated (<see cref="ManagedKey.ReplacedBy"/>).</summary>
    Replaced = 4,
}
