using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Access;

/// <summary>
/// The text of a key that a workspace has handed out: <c>ais.workspace.id.secret</c>. Which key it claims to be can be read without knowing any, so
/// that one comparison decides, however many keys there are.
/// </summary>
public static class KeyText
{
    public const string Prefix = "ais.";

    /// <summary>Random bytes of the secret.</summary>
    public const int SecretBytes = 32;

    /// <summary>Characters of the secret: base64 for addresses, unpadded.</summary>
    private const int SecretLength = (SecretBytes * 8 + 5) / 6;

    /// <summary>More than a workspace's and an id's longest.</summary>
    private const int MaxReferenceLength = 160;

    /// <summary>How the key is known to those who check it: <c>workspace.id</c>.</summary>
    public static string Reference(string workspace, string id) => $"{workspace}.{id}";

    /// <param name="workspace">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="secret">As many random bytes as <see cref="SecretBytes"/>.</param>
    public static string Of(string workspace, string id, ReadOnlySpan<byte> secret) =>
        $"{Prefix}{Reference(workspace, id)}.{System.Buffers.Text.Base64Url.EncodeToString(secret)}";

    /// <summary>SHA-256 of a key's text as it is kept, in small letters.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Which key a text claims to be; false when it has not the form of one.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> reference)
    {
        reference = default;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length < Prefix.Length + SecretLength + 4) return false;
        var claimed = text[Prefix.Length..^(SecretLength + 1)];
        if (text[^(SecretLength + 1)] != '.' || claimed.Length > MaxReferenceLength || claimed.Count('.') != 1) return false;
        reference = claimed;
        return true;
    }
}
