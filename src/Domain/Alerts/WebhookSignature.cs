using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Alerts;

/// <summary>How the check of a signature ended.</summary>
public enum SignatureOutcome
{
    /// <summary>The sender knows the secret.</summary>
    Valid = 0,

    /// <summary>No header that this source may sign with is there.</summary>
    Missing = 1,

    /// <summary>A signature is there and does not fit the body.</summary>
    Invalid = 2,

    /// <summary>The signature fits, but its time is more than five minutes away: a replay, or a wrong clock.</summary>
    Expired = 3,
}

/// <param name="Outcome">Whether the body may be trusted.</param>
/// <param name="Reason">A sentence for the log and the 401; never holds the secret or the expected signature.</param>
public readonly record struct SignatureCheck(SignatureOutcome Outcome, string Reason)
{
    public bool IsValid => Outcome is SignatureOutcome.Valid;
}

/// <summary>
/// Webhook signatures over the raw bytes of the body, compared in constant time: PagerDuty's and Grafana's own for their sources, and
/// for every source Standard Webhooks and <c>X-Hub-Signature-256</c>. Any valid one suffices.
/// </summary>
public static class WebhookSignature
{
    /// <summary>How far a signed time may be from now, in both directions.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    // Rotation needs two or three; a header full of guesses must not buy that many comparisons.
    private const int MostCandidates = 16;
    private const int HashSize = HMACSHA256.HashSizeInBytes;

    /// <summary>Checks the request's signature.</summary>
    /// <param name="source">One of <see cref="AlertSource.Known"/>.</param>
    /// <param name="secret">The shared secret; <c>whsec_…</c> is base64 for Standard Webhooks and plain text for the other schemes.</param>
    /// <param name="header">Gives a header's value by name, ignoring case, or null.</param>
    /// <param name="body">The bytes as received, before any parsing.</param>
    /// <param name="now">The time of receipt.</param>
    public static SignatureCheck Verify(string source, string secret, Func<string, string?> header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        // An empty key would accept whatever anybody signs with an empty key.
        if (string.IsNullOrEmpty(secret)) return new(SignatureOutcome.Invalid, "No secret is configured for this source.");
        SignatureCheck? worst = null;
        if (source is AlertSource.PagerDuty && header("X-PagerDuty-Signature") is { } pagerDuty
            && Consider(PagerDuty(secret, pagerDuty, body), ref worst)) return worst!.Value;
        if (source is AlertSource.Grafana && header("X-Grafana-Alerting-Signature") is { } grafana
            && Consider(Grafana(secret, grafana, header("X-Grafana-Alerting-Timestamp"), body, now), ref worst)) return worst!.Value;
        if (header("webhook-signature") is { } standard
            && Consider(Standard(secret, header("webhook-id"), header("webhook-timestamp"), standard, body, now), ref worst)) return worst!.Value;
        if (header("X-Hub-Signature-256") is { } hub && Consider(Hub(secret, hub, body), ref worst)) return worst!.Value;
        return worst ?? new(SignatureOutcome.Missing, $"The request has no signature header of source {source}.");
    }

    private static bool Consider(SignatureCheck check, ref SignatureCheck? kept)
    {
        if (kept is null || check.IsValid || check.Outcome is SignatureOutcome.Expired) kept = check;
        return check.IsValid;
    }

    private static SignatureCheck PagerDuty(string secret, string header, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[HashSize];
        Hash(Encoding.UTF8.GetBytes(secret), default, body, expected);
        var (any, tried) = (false, 0);
        foreach (var range in header.AsSpan().Split(','))
        {
            var item = header.AsSpan(range).Trim();
            if (!item.StartsWith("v1=", StringComparison.Ordinal) || ++tried > MostCandidates) continue;
            // No early exit: the time must not tell which of the secrets fitted.
            any |= MatchesHex(item[3..].Trim(), expected);
        }
        return Result(any, "X-PagerDuty-Signature");
    }

    private static SignatureCheck Grafana(string secret, string header, string? timestamp, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        Span<byte> expected = stackalloc byte[HashSize];
        Hash(Encoding.UTF8.GetBytes(secret), string.IsNullOrEmpty(timestamp) ? default : Encoding.UTF8.GetBytes(timestamp + ":"), body, expected);
        var result = Result(MatchesHex(header.AsSpan().Trim(), expected), "X-Grafana-Alerting-Signature");
        return string.IsNullOrEmpty(timestamp) ? result : Fresh(result, timestamp, now);
    }

    private static SignatureCheck Standard(string secret, string? id, string? timestamp, string header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp))
            return new(SignatureOutcome.Invalid, "webhook-signature needs webhook-id and webhook-timestamp.");
        Span<byte> expected = stackalloc byte[HashSize];
        Hash(StandardKey(secret), Encoding.UTF8.GetBytes($"{id}.{timestamp}."), body, expected);
        Span<byte> given = stackalloc byte[HashSize];
        var (any, tried) = (false, 0);
        foreach (var range in header.AsSpan().Split(' '))
        {
            var item = header.AsSpan(range);
            if (!item.StartsWith("v1,", StringComparison.Ordinal) || ++tried > MostCandidates) continue;
            any |= Convert.TryFromBase64Chars(item[3..], given, out var length) && length == HashSize
                && CryptographicOperations.FixedTimeEquals(given, expected);
        }
        return Fresh(Result(any, "webhook-signature"), timestamp, now);
    }

    private static SignatureCheck Hub(string secret, string header, ReadOnlySpan<byte> body)
    {
        Span<byte> expected = stackalloc byte[HashSize];
        Hash(Encoding.UTF8.GetBytes(secret), default, body, expected);
        var item = header.AsSpan().Trim();
        return Result(item.StartsWith("sha256=", StringComparison.OrdinalIgnoreCase) && MatchesHex(item[7..], expected), "X-Hub-Signature-256");
    }

    private static SignatureCheck Result(bool matches, string header) => matches
        ? new(SignatureOutcome.Valid, $"{header} fits the body.")
        : new(SignatureOutcome.Invalid, $"{header} does not fit the body.");

    private static SignatureCheck Fresh(SignatureCheck check, string timestamp, DateTimeOffset now)
    {
        if (!check.IsValid) return check;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return new(SignatureOutcome.Invalid, "The signed timestamp is not a number of seconds.");
        var age = now.ToUnixTimeMilliseconds() - (decimal)seconds * 1000;
        return Math.Abs(age) <= (decimal)Tolerance.TotalMilliseconds
            ? check
            : new(SignatureOutcome.Expired, "The signed timestamp is more than 300 seconds away from now.");
    }

    private static byte[] StandardKey(string secret)
    {
        const string prefix = "whsec_";
        if (!secret.StartsWith(prefix, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(secret);
        var key = new byte[secret.Length];
        return Convert.TryFromBase64Chars(secret.AsSpan(prefix.Length), key, out var length) && length > 0
            ? key[..length]
            : Encoding.UTF8.GetBytes(secret);
    }

    private static bool MatchesHex(ReadOnlySpan<char> hex, ReadOnlySpan<byte> expected)
    {
        Span<byte> given = stackalloc byte[HashSize];
        return hex.Length == HashSize * 2 && Convert.FromHexString(hex, given, out _, out _) is System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static void Hash(byte[] key, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> body, Span<byte> target)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(prefix);
        hmac.AppendData(body);
        hmac.GetHashAndReset(target);
    }
}
