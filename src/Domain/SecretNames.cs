namespace AiSre.Domain;

/// <summary>Names of fields, headers and settings whose values are nobody's business.</summary>
public static class SecretNames
{
    private const int Longest = 200;

    /// <summary>Parts of them, without case and marks.</summary>
    private static readonly string[] Parts =
    [
        "authorization", "token", "password", "passwd", "passphrase", "secret", "apikey", "accesskey", "privatekey", "credential", "cookie",
        "routingkey", "integrationkey", "servicekey", "signingkey", "signature",
    ];

    private static readonly string[] Whole = ["pwd", "pass", "auth"];

    public static bool Contains(string name)
    {
        if (name.Length > Longest) return false;
        Span<char> plain = stackalloc char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) plain[length++] = char.ToLowerInvariant(c);
        }
        plain = plain[..length];
        foreach (var whole in Whole)
        {
            if (plain.SequenceEqual(whole)) return true;
        }
        foreach (var part in Parts)
        {
            if (plain.IndexOf(part) >= 0) return true;
        }
        return false;
    }
}
