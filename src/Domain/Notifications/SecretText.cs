using System.Text.RegularExpressions;

namespace AiSre.Domain.Notifications;

/// <summary>
/// Takes secrets out of text that leaves the platform (docs/rules/notifications.md): what an alert says is written by machines, and machines say too
/// much.
/// </summary>
public static partial class SecretText
{
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

    [GeneratedRegex(@"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")]
    private static partial Regex Jwt();

    [GeneratedRegex(
        @"\b((AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{8,}|glpat-[\w-]{16,}|sk-[\w-]{20,})")]
    private static partial Regex Token();

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^\s/@:]*:[^\s/@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(\bauthorization\s*[:=]\s*)(bearer\s+|basic\s+)?[^\s,;]+", RegexOptions.IgnoreCase)]
    private static partial Regex Authorization();

    [GeneratedRegex(
        @"((?:password|passwd|pwd|secret|token|api[_-]?key)[""']?\s*[:=]\s*)(?!\[REDACTED)(""[^""]*""|'[^']*'|[^\s,;&]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Named();
}
