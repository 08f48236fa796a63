using System.Collections.Immutable;

namespace AiSre.Domain.Access;

/// <summary>A key that a workspace has handed out, as it is kept: the key itself is shown once and kept by nobody.</summary>
[GenerateSerializer, Immutable, Alias("aisre.managed-key")]
public sealed record ManagedKey
{
    /// <summary><c>key-…</c>, part of the key's text: it says which hash to compare with, and is no secret.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Who acts by it: stands on timelines and in the audit. Of the characters that names of keys in settings have.</summary>
    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required Role Role { get; init; }

    /// <summary>What it is good for, of what its role allows; empty: for all of that.</summary>
    [Id(3)] public ImmutableArray<KeyScope> Scopes { get; init; } = [];

    /// <summary>SHA-256 of the key's text, 64 hexadecimal digits in small letters.</summary>
    [Id(4)] public required string Hash { get; init; }

    [Id(5)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the key by which it was made.</summary>
    [Id(6)] public required string CreatedBy { get; init; }

    /// <summary>From when on it opens nothing; null: never.</summary>
    [Id(7)] public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To the hour or so, because nobody wants a write for each request; null: never used.</summary>
    [Id(8)] public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When somebody withdrew it; null: nobody did.</summary>
    [Id(9)] public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The id of the key that was made in its place by a rotation; it then ends at <see cref="ExpiresAt"/>.</summary>
    [Id(10)] public string? ReplacedBy { get; init; }
}
