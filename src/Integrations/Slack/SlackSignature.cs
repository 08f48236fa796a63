using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Integrations.Slack;

/// <summary>Slack signs what its buttons send: <c>v0=</c> and the HMAC-SHA256 of <c>v0:timestamp:body</c>, over the raw bytes.</summary>
public static class SlackSignature
{
    /// <summary>How far the signed time may be from now, in both directions.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const string Version = "v0=";

    /// <param name="secret">The app's signing secret.</param>
    /// <param name="timestamp"><c>X-Slack-Request-Timestamp</c>, Unix seconds.</param>
    /// <param name="signature"><c>X-Slack-Signature</c>.</param>
    /// <param name="body">The bytes as received.</param>
    /// <param name="now">The time of receipt.</param>
    public static bool IsValid(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        // An empty key would accept whatever anybody signs with an empty key.
        if (string.IsNullOrEmpty(secret) || !IsTimely(timestamp, now)) return false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return IsRead(signature, given) && CryptographicOperations.FixedTimeEquals(given, Hash(secret, timestamp!, body));
    }

    /// <summary>Whether a signature is there that could be valid with some secret: who sends none is refused before anything is asked for.</summary>
    public static bool CouldBeValid(string? timestamp, string? signature, DateTimeOffset now) =>
        IsTimely(timestamp, now) && IsRead(signature, stackalloc byte[HMACSHA256.HashSizeInBytes]);

    private static bool IsTimely(string? timestamp, DateTimeOffset now) =>
        timestamp is { Length: <= 20 } && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) <= (decimal)Tolerance.TotalSeconds;

    private static bool IsRead(string? signature, Span<byte> given) =>
        signature is not null && signature.Length == Version.Length + (given.Length * 2) && signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.FromHexString(signature.AsSpan(Version.Length), given, out _, out _) is System.Buffers.OperationStatus.Done;

    private static byte[] Hash(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
