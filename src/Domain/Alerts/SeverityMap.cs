namespace AiSre.Domain.Alerts;

/// <summary>The vendors' severity words (docs/rules/alerts.md). Case and surrounding blanks do not matter.</summary>
public static class SeverityMap
{
    /// <summary>For a new incident whose sender gave no severity, or a word that nobody knows.</summary>
    public const Severity Default = Severity.Warning;

    /// <summary>Null for an absent or unknown word, so that a known incident keeps what it has.</summary>
    public static Severity? Parse(string? word) => word is null ? null : word.AsSpan().Trim() switch
    {
        var w when Is(w, "critical", "crit", "fatal", "emergency", "emerg", "alert", "page", "disaster", "sev0", "sev1", "sev-1", "p0", "p1") =>
            Severity.Critical,
        var w when Is(w, "high", "error", "err", "major", "severe", "sev2", "sev-2", "p2") => Severity.High,
        var w when Is(w, "warning", "warn", "medium", "moderate", "minor", "average", "sev3", "sev-3", "p3") => Severity.Warning,
        var w when Is(w, "info", "informational", "information", "notice", "low", "none", "debug", "ok", "success", "sev4", "sev-4", "p4", "p5") =>
            Severity.Info,
        _ => null,
    };

    /// <summary>The word on the wire.</summary>
    public static string Name(this Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static bool Is(ReadOnlySpan<char> word, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }
        return false;
    }
}
