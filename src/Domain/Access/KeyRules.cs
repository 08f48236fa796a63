using System.Buffers;
using System.Collections.Immutable;

namespace AiSre.Domain.Access;

/// <summary>When a key that a workspace has handed out counts, and what becomes of it.</summary>
public static class KeyRules
{
    public const int MaxNameLength = 64;

    /// <summary>How long a rotated key may go on beside the one that takes its place.</summary>
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    /// <summary>A key that has ended is shown for so long; the audit knows it for longer.</summary>
    public static readonly TimeSpan ShownAfterItsEnd = TimeSpan.FromDays(30);

    /// <summary>Of those that have ended so many are kept, the last ones: who makes and revokes all day must not make the list grow.</summary>
    public const int MostEnded = 300;

    /// <summary>So much later than the use that is kept another one is worth a write.</summary>
    public static readonly TimeSpan UseIsNotedAfter = TimeSpan.FromHours(1);

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.@-");

    /// <summary>1 to 64 letters, digits, <c>.</c>, <c>@</c>, <c>-</c> or <c>_</c>, whoever hands the key out.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>Null when a key may be called so, whoever hands it out; else why not, to be read after the field's name.</summary>
    public static string? NameProblem(string name) =>
        !IsName(name) ? FormattableString.Invariant($"Use 1 to {MaxNameLength} letters, digits, '.', '@', '-' or '_'.")
        : ActorNames.IsPlatforms(name) ? "The platform calls itself so. Use another name."
        : null;

    /// <summary>Whether it opens anything.</summary>
    public static bool Counts(this ManagedKey key, DateTimeOffset now) => key.RevokedAt is null && !(key.ExpiresAt <= now);

    public static int Counting(ImmutableArray<ManagedKey> keys, DateTimeOffset now) => keys.Count(key => key.Counts(now));

    /// <summary>Those that count and those that ended lately, oldest first: what is kept, and shown.</summary>
    public static ImmutableArray<ManagedKey> Listed(ImmutableArray<ManagedKey> keys, DateTimeOffset now)
    {
        var ended = keys.Where(key => !key.Counts(now) && EndOf(key) > now - ShownAfterItsEnd)
            .OrderByDescending(EndOf).Take(MostEnded).Select(key => key.Id).ToHashSet();
        return [.. keys.Where(key => key.Counts(now) || ended.Contains(key.Id)).OrderBy(key => key.CreatedAt)];
    }

    /// <summary>
    /// What a rotation makes of a key: it ends after the overlap, or before, if it was to end before; the other may do the same and lives as long as
    /// this one was made for.
    /// </summary>
    /// <param name="key">Counts, and has not been replaced.</param>
    /// <param name="id">Of the one that takes its place.</param>
    /// <param name="hash">Of its text.</param>
    /// <param name="overlap">Zero to <see cref="LongestOverlap"/>.</param>
    /// <param name="by">The name of the key by which it is done.</param>
    /// <param name="now">When.</param>
    public static (ManagedKey Ending, ManagedKey Next) Rotate(
        ManagedKey key, string id, string hash, TimeSpan overlap, string by, DateTimeOffset now)
    {
        var end = now + overlap;
        return (
            key with { ReplacedBy = id, ExpiresAt = key.ExpiresAt < end ? key.ExpiresAt : end },
            new ManagedKey
            {
                Id = id, Name = key.Name, Role = key.Role, Scopes = key.Scopes, Hash = hash, CreatedAt = now, CreatedBy = by,
                ExpiresAt = key.ExpiresAt is { } expiry ? Later(now, expiry - key.CreatedAt) : null,
            });
    }

    /// <summary>The keys with the uses that are worth a write; the same array when none is.</summary>
    /// <param name="keys">As they are kept.</param>
    /// <param name="used">When keys opened something, by id.</param>
    public static ImmutableArray<ManagedKey> WithUses(ImmutableArray<ManagedKey> keys, IReadOnlyDictionary<string, DateTimeOffset> used) =>
        keys.Any(key => IsWorthNoting(key, used))
            ? [.. keys.Select(key => IsWorthNoting(key, used) ? key with { LastUsedAt = used[key.Id] } : key)]
            : keys;

    /// <summary>Whether a use is worth a write beside the one that is kept.</summary>
    public static bool IsWorthNoting(DateTimeOffset? kept, DateTimeOffset used) => kept is not { } known || used - known >= UseIsNotedAfter;

    /// <summary>Nobody hands out what he does not have: neither a greater role nor a scope to which his own key is not good.</summary>
    public static bool MayHandOut(Role ownRole, ImmutableArray<KeyScope> ownScopes, Role role, ImmutableArray<KeyScope> scopes) =>
        ownRole.Covers(role)
        && (ownScopes.IsDefaultOrEmpty || (!scopes.IsDefaultOrEmpty && scopes.All(scope => ownScopes.Contains(scope))));

    private static bool IsWorthNoting(ManagedKey key, IReadOnlyDictionary<string, DateTimeOffset> used) =>
        used.TryGetValue(key.Id, out var at) && IsWorthNoting(key.LastUsedAt, at);

    /// <summary>Many write the last day of the calendar for "never".</summary>
    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan span) =>
        span > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue : now + span;

    private static DateTimeOffset EndOf(ManagedKey key) =>
        key.RevokedAt is { } revoked && !(key.ExpiresAt < revoked) ? revoked : key.ExpiresAt ?? DateTimeOffset.MaxValue;
}
