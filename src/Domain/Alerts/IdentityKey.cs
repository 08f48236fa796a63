using System.IO.Hashing;
using System.Text;

namespace AiSre.Domain.Alerts;

/// <summary>
/// The name of one alert within a workspace: <c>source:account:id</c>. The account is hashed because external URLs are long, and is part of
/// the name because equal ids of two installations are two alerts (two clusters with equal labels must not hide one another).
/// </summary>
public static class IdentityKey
{
    /// <summary>Null for a signal that names none.</summary>
    public static string? Of(AlertSignal signal) => signal.Identity is { } id ? Of(signal.Source, signal.Account, id) : null;

    /// <summary>Null for a signal without a second name.</summary>
    public static string? AlternateOf(AlertSignal signal) =>
        signal.AlternateIdentity is { } id ? Of(signal.Source, signal.Account, id) : null;

    /// <summary>For an alert that is known by its content only.</summary>
    public static string OfContent(string source, string contentHash) => $"{source}:content:{contentHash}";

    public static string Of(string source, string? account, string id) =>
        account is null ? $"{source}:-:{Short(id)}" : $"{source}:{Hash(account):x8}:{Short(id)}";

    /// <summary>The source's own id in a key.</summary>
    public static string IdOf(string key) => key[(key.IndexOf(':', key.IndexOf(':', StringComparison.Ordinal) + 1) + 1)..];

    // A key is stored in several indexes; what is longer than any real id is kept apart by its hash.
    private static string Short(string id) => id.Length <= 200 ? id : $"{id.AsSpan(0, 160)}#{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(id)):x16}";

    private static uint Hash(string account)
    {
        Span<byte> bytes = stackalloc byte[512];
        return Encoding.UTF8.TryGetBytes(account, bytes, out var written)
            ? XxHash32.HashToUInt32(bytes[..written])
            : XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(account));
    }
}
