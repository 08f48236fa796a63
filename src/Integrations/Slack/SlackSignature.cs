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
        if (string.IsNullOrEmpty(secret) || timestamp is not { Length: <= 20 } || signature is null) return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) > (decimal)Tolerance.TotalSeconds) return false;
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (signature.Length != Version.Length + (given.Length * 2) || !signature.StartsWith(Version, StringComparison.Ordinal)) return false;
        if (Convert.FromHexString(signature.AsSpan(Version.Length), given, out _, out _) is not System.Buffers.OperationStatus.Done) return false;
        return CryptographicOperations.FixedTimeEquals(given, Hash(secret, timestamp, body));
    }

    private static byte[] Hash(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}
