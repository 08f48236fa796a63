using System.Security.Cryptography;
using System.Text;
using AiSre.Domain;

namespace AiSre.Api.Security;

/// <summary>The keys that open the door: those of the environment, and those that workspaces hand out at run time.</summary>
public sealed class ApiKeyRing(ApiKeyOptions options, TimeProvider clock)
{
    private readonly ApiKey[] keys = [.. options.Keys];

    /// <summary>Compared with in place of a key that is not there, so that the time taken says nothing about which ids are.</summary>
    private readonly byte[] nobody = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>Decided by the environment alone: a key stored in a workspace must not lock out whoever runs without keys.</summary>
    public bool DevMode => options.DevMode;

    internal StoredKeys Stored { get; } = new();

    /// <summary>Null: nobody signs in elsewhere.</summary>
    internal SignedPeople? People { get; } = options.SessionSecret is { } secret ? new(secret) : null;

    internal IReadOnlyList<string> Warnings => options.Warnings;

    /// <summary>Of the environment.</summary>
    internal int Count => keys.Length;

    internal Caller DevCaller { get; } = new("dev", Role.Admin, null, DefaultWorkspace.Id);

    public ApiKey? Find(ReadOnlySpan<char> presented) => Find(presented, out _);

    /// <summary>
    /// Compares with every hash of the environment without an early exit, and with the one of the stored key that the text claims to be, or with
    /// nobody's: the time taken says nothing about which key came close.
    /// </summary>
    /// <param name="presented">The key.</param>
    /// <param name="isTooEarly">It may be one of those that this process has not read yet.</param>
    internal ApiKey? Find(ReadOnlySpan<char> presented, out bool isTooEarly)
    {
        isTooEarly = false;
        if (presented.Length > PresentedKey.MaxLength) return null;
        Span<byte> text = stackalloc byte[PresentedKey.MaxLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(presented, text)], hash);
        ApiKey? found = null;
        foreach (var key in keys)
            if (CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash)) found = key;
        if (!KeyText.TryRead(presented, out var reference)) return found;
        var claimed = Stored.Find(reference);
        var isRight = CryptographicOperations.FixedTimeEquals(claimed is null ? nobody : claimed.Hash.Span, hash);
        isTooEarly = found is null && claimed is null && !Stored.IsLoaded;
        return found ?? (isRight ? Standing(claimed) : null);
    }

    /// <summary>The key of the environment whose hash answers a question, for what was signed with it.</summary>
    internal ApiKey? FindBy(Func<ReadOnlySpan<byte>, bool> matches)
    {
        foreach (var key in keys)
            if (matches(key.Hash.Span)) return key;
        return null;
    }

    /// <summary>The stored key of a reference, for what was signed with it.</summary>
    internal ApiKey? FindStored(ReadOnlySpan<char> reference) => Standing(Stored.Find(reference));

    /// <summary>A key that has expired is none, also before anybody has said so.</summary>
    private ApiKey? Standing(ApiKey? key)
    {
        if (key is null) return null;
        var now = clock.GetUtcNow();
        if (key.ExpiresAt <= now) return null;
        key.Use?.Note(now);
        return key;
    }
}
