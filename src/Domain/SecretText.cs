using System.Buffers;
using System.Text.RegularExpressions;

namespace AiSre.Domain;

/// <summary>
/// Takes secrets out of text that leaves the platform (docs/rules/notifications.md) or is kept as it came: what an alert says is written by machines,
/// and machines say too much. No pattern may look at a long text again and again, whatever that says.
/// </summary>
public static partial class SecretText
{
    public const string Secret = "[REDACTED:secret]";

    /// <summary>
    /// One of these, an at sign or an escape is in every text that may hold a secret; most texts hold none, and are not looked at any closer. Short
    /// ones are not among them: they would keep the search from looking at many characters at once.
    /// </summary>
    private static readonly SearchValues<string> Signs = SearchValues.Create(
    [
        "-----BEGIN", "eyJ", "AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "xox", "glpat-", "\"sk-", " sk-",
        "=sk-", "authorization", "token", "passw", "passphrase", "secret", "apikey", "api_key", "api-key", "accesskey", "access_key", "access-key",
        "privatekey", "private_key", "private-key", "credential", "cookie", "routingkey", "routing_key", "integrationkey", "integration_key",
        "integration-key", "servicekey", "service_key", "service-key", "signingkey", "signing_key", "signature", "pwd", "pass\"", "auth\"",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>False: there is certainly none.</summary>
    public static bool MayHoldSecrets(ReadOnlySpan<char> text) =>
        text.Contains('@') || text.Contains("\\u", StringComparison.Ordinal) || text.ContainsAny(Signs);

    public static string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        text = Pem().Replace(text, "[REDACTED:key]");
        text = Jwt().Replace(text, "[REDACTED:token]");
        text = Token().Replace(text, "[REDACTED:token]");
        text = UserInfo().Replace(text, "$1[REDACTED:login]@");
        text = Authorization().Replace(text, "$1[REDACTED:secret]");
        return Named().Replace(text, "$1[REDACTED:secret]");
    }

    [GeneratedRegex("-----BEGIN [A-Z ]{3,40}-----.*?(-----END [A-Z ]{3,40}-----|$)", RegexOptions.Singleline)]
    private static partial Regex Pem();

    [GeneratedRegex(@"\beyJ[\w-]{8,2000}\.[\w-]{8,}\.[\w-]*")]
    private static partial Regex Jwt();

    [GeneratedRegex(
        @"\b((AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{8,}|glpat-[\w-]{16,}|sk-[\w-]{20,})")]
    private static partial Regex Token();

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{0,20}://)[^\s/@:]*:[^\s/@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(\bauthorization\s{0,8}[:=]\s{0,8})(bearer\s{1,8}|basic\s{1,8})?[^\s,;]+", RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();

    [GeneratedRegex(
        @"((?:password|passwd|pwd|secret|token|api[_-]?key)[""']?\s{0,8}[:=]\s{0,8})(?!\[REDACTED)(""[^""]*""|'[^']*'|[^\s,;&]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
