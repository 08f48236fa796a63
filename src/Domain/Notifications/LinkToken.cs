using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Notifications;

/// <summary>
/// A link as text: what it says, a stamp of the address that it was sent to, and a signature over both and the incident. The address itself is not in
/// it, because addresses of links end up in proxies' logs.
/// </summary>
public static class LinkToken
{
    /// <summary>Bytes of the key that signs.</summary>
    public const int KeyBytes = 32;

    /// <summary>Characters of a token, at most.</summary>
    public const int MaxLength = 800;

    private const string Version = "1";
    private const int StampBytes = 9;
    private const long LastMillisecond = 253_402_300_799_999;

    /// <param name="link">What it says.</param>
    /// <param name="address">Where the message goes.</param>
    /// <param name="key">The platform's.</param>
    public static string Write(SignedLink link, string address, ReadOnlySpan<byte> key)
    {
        var said = string.Join(
            '\n', Version, link.Workspace, link.Channel, link.Person, Milliseconds(link.IssuedAt), Milliseconds(link.ExpiresAt), Stamp(address, key));
        return $"{Encode(Encoding.UTF8.GetBytes(said))}.{Encode(Sign(said, link.IncidentId, key))}";
    }

    /// <summary>Null when the platform has not signed this token for this incident; nothing that it says is believed then.</summary>
    public static (SignedLink Link, string Stamp)? Read(string token, string incidentId, ReadOnlySpan<byte> key)
    {
        if (token.Length > MaxLength || token.Split('.') is not [{ Length: > 0 } first, { Length: > 0 } second]) return null;
        if (Decode(first) is not { } bytes || Decode(second) is not { } signature) return null;
        var said = Encoding.UTF8.GetString(bytes);
        if (!CryptographicOperations.FixedTimeEquals(Sign(said, incidentId, key), signature)) return null;
        return said.Split('\n') is [Version, var workspace, var channel, var person, var issued, var expires, var stamp]
            && Instant(issued) is { } issuedAt && Instant(expires) is { } expiresAt
            ? (new(workspace, incidentId, person, channel, issuedAt, expiresAt), stamp)
            : null;
    }

    /// <summary>Tells one address from others to whoever has the key, and nothing to anybody else.</summary>
    public static string Stamp(string address, ReadOnlySpan<byte> key) =>
        Encode(Mac("address", address.ToLowerInvariant(), "", key).AsSpan(0, StampBytes));

    private static byte[] Sign(string said, string incidentId, ReadOnlySpan<byte> key) => Mac("link", said, incidentId, key);

    /// <summary>Each part with its length before it, so that two different things are never the same bytes.</summary>
    private static byte[] Mac(string purpose, string first, string second, ReadOnlySpan<byte> key)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in (ReadOnlySpan<string>)[purpose, first, second])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }

    private static string Milliseconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LastMillisecond
            ? DateTimeOffset.FromUnixTimeMilliseconds(number)
            : null;

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static byte[]? Decode(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        // Spaces, padding and loose last bits: another text for the same bytes is not what was signed.
        return Encode(bytes) == text ? bytes : null;
    }
}
