using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AiSre.Domain;

namespace AiSre.Api.Security;

/// <summary>One key as it is kept: only its SHA-256, so that a memory dump or a log of this record gives nothing away.</summary>
/// <param name="Name">Shown in timelines and audit.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Workspace">The one workspace it sees; null means all.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record ApiKey(string Name, Role Role, string? Workspace, ReadOnlyMemory<byte> Hash)
{
    /// <summary>What it is good for, of what its role allows; empty: for all of that.</summary>
    public ImmutableArray<KeyScope> Scopes { get; init; } = [];

    /// <summary>From when on it opens nothing; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How a key that a workspace has handed out is known (<see cref="KeyText.Reference"/>); null: it is of the environment.</summary>
    public string? Reference { get; init; }

    /// <summary>What names it in the cookie of a session; null: what is made of its hash.</summary>
    internal string? SessionId { get; init; }

    /// <summary>Null: nobody asks when it was used.</summary>
    internal KeyUse? Use { get; init; }

    /// <summary>The caller of the common request, which names no workspace; made once so that the hot path makes none.</summary>
    internal Caller Caller => field ??= new(Name, Role, Workspace, Workspace ?? DefaultWorkspace.Id) { Scopes = Scopes };

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    internal static ApiKey Of(string workspace, ManagedKey key, KeyUse use) =>
        new(key.Name, key.Role, workspace, Convert.FromHexString(key.Hash))
        {
            Scopes = key.Scopes, ExpiresAt = key.ExpiresAt, Reference = KeyText.Reference(workspace, key.Id), Use = use,
            SessionId = $"{workspace}{ConsoleSession.Mark}{key.Id}",
        };
}

/// <summary>When a key was used, in memory; <c>KeyUses</c> has it kept now and then.</summary>
internal sealed class KeyUse
{
    private long lastAt;

    /// <summary>As it is kept; null: nobody knows of any.</summary>
    public DateTimeOffset? Kept { get; set; }

    /// <summary>The last one that this process has seen; null: none.</summary>
    public DateTimeOffset? LastAt => Volatile.Read(ref lastAt) is var at and > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public void Note(DateTimeOffset now) => Volatile.Write(ref lastAt, now.ToUnixTimeMilliseconds());
}
