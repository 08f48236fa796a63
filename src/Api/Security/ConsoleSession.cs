using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Api.Security;

/// <summary>
/// The session of a browser at the console. The cookie proves that somebody has had a key, without being the key: it is signed with the key's hash,
/// so that every process can check it, a restart ends none, and a key that is withdrawn takes its sessions with it.
/// </summary>
/// <param name="Key">By which it was begun; null where the platform runs without keys.</param>
/// <param name="Nonce">Known to this browser only; what forms carry is made of it.</param>
/// <param name="EndsAt">Unless the reader comes back before.</param>
internal sealed record ConsoleSession(ApiKey? Key, string Nonce, DateTimeOffset EndsAt)
{
    public const string Cookie = "ai_sre_session";

    /// <summary>In ids of what is not found by its hash: between workspace and id of a stored key, before a person whom an issuer let in.</summary>
    public const char Mark = '~';

    private const int MaxLength = 900;

    /// <summary>After the last look.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    /// <summary>Signs where there are no keys: nothing is secret there but the nonce, which no other site can read.</summary>
    private static readonly byte[] WithoutKey = ApiKey.HashOf("");

    public static ConsoleSession Begin(ApiKey? key, DateTimeOffset now) =>
        new(key, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), now + Lasts);

    /// <summary>Null when it is none, has ended, or its key is not there any more.</summary>
    public static ConsoleSession? Read(string? cookie, ApiKeyRing ring, DateTimeOffset now)
    {
        if (cookie is not { Length: <= MaxLength } || cookie.Split('.') is not [var id, var ends, var nonce, var signature]) return null;
        if (!long.TryParse(ends, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253_402_300_799) return null;
        var endsAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (endsAt <= now || nonce.Length is 0 or > 64) return null;
        var key = ring.DevMode ? null : KeyOf(id, ring, now);
        if (key is null && !ring.DevMode) return null;
        var session = new ConsoleSession(key, nonce, endsAt);
        return Same(session.Sign("session", ends), signature) ? session : null;
    }

    public string ToCookie()
    {
        var ends = EndsAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{Key?.SessionId ?? IdOf(Secret)}.{ends}.{Nonce}.{Sign("session", ends)}";
    }

    /// <summary>Another text each time, so that a compressed page does not give it away by its length.</summary>
    public string FormToken()
    {
        var mask = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12));
        return $"{mask}.{Sign("form", mask)}";
    }

    public bool IsFormToken(string? token) => token is { Length: <= 100 } && token.Split('.') is [var mask, var signature]
        && Same(Sign("form", mask), signature);

    private ReadOnlySpan<byte> Secret => Key is null ? WithoutKey : Key.Hash.Span;

    /// <summary>Whether a cookie is of a key that this process may not have read yet.</summary>
    public static bool IsOfStoredKey(string? cookie) => cookie is { Length: <= MaxLength } && ReferenceOf(cookie.Split('.')[0]) is not null;

    /// <summary>One that a workspace has handed out is found by its id, however many there are.</summary>
    private static ApiKey? KeyOf(string id, ApiKeyRing ring, DateTimeOffset now) => id.StartsWith(Mark)
        ? ring.People?.Read(id.AsSpan(1), now)
        : ReferenceOf(id) is { } reference ? ring.FindStored(reference) : ring.FindBy(hash => IdOf(hash) == id);

    private static string? ReferenceOf(string id) => id.IndexOf(Mark, StringComparison.Ordinal) > 0 ? id.Replace(Mark, '.') : null;

    private static string IdOf(ReadOnlySpan<byte> hash) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(hash, "console session id"u8)[..8]);

    private string Sign(string purpose, string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"console {purpose} {Nonce} {text}")));

    private static bool Same(string expected, string got) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(got));
}
