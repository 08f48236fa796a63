using System.Security.Cryptography;
using System.Text;
using AiSre.Domain;

namespace AiSre.Api.Security;

/// <summary>The keys that open the door: those of the environment, and those that workspaces hand out at run time.</summary>
public sealed class ApiKeyRing(ApiKeyOptions options)
{
    private volatile ApiKey[] keys = [.. options.Keys];

    /// <summary>Decided by the environment alone: a key stored in a workspace must not lock out whoever runs without keys.</summary>
    public bool DevMode => options.DevMode;

    internal IReadOnlyList<string> Warnings => options.Warnings;

    internal int Count => keys.Length;

    internal Caller DevCaller { get; } = new("dev", Role.Admin, null, DefaultWorkspace.Id);

    /// <summary>Replaces the keys that workspaces handed out; those of the environment stay.</summary>
    public void SetStored(IEnumerable<ApiKey> stored) => keys = [.. options.Keys, .. stored];

    /// <summary>The key whose hash answers a question, for what was signed with it.</summary>
    internal ApiKey? FindBy(Func<ReadOnlySpan<byte>, bool> matches)
    {
        foreach (var key in keys)
            if (matches(key.Hash.Span)) return key;
        return null;
    }

    /// <summary>Compares with every stored hash without an early exit, so that the time taken says nothing about which key came close.</summary>
    public ApiKey? Find(ReadOnlySpan<char> presented)
    {
        if (presented.Length > PresentedKey.MaxLength) return null;
        Span<byte> text = stackalloc byte[PresentedKey.MaxLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(presented, text)], hash);
        ApiKey? found = null;
        foreach (var key in keys)
            if (CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash)) found = key;
        return found;
    }
}
