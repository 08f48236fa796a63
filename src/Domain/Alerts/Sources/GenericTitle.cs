using System.Text.Json;
using AiSre.Domain.Alerts.Vocabulary;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>The best text for a title in a body that may be anybody's: never an id or a number alone.</summary>
internal static class GenericTitle
{
    private const int Deepest = 12;
    private const int MostValues = 500;

    private static readonly string[] Names =
    [
        "title", "alert_title", "event_title", "incident_title", "problem_title", "name", "alertname", "alert_name", "rule_name", "rule",
        "check_name",
        "monitor_name", "problem_name", "display_name", "summary", "headline", "subject", "message", "msg", "text", "check", "monitor", "problem",
    ];

    // These hold a title only where nothing better is.
    private static readonly string[] Others =
        ["description", "body", "output", "reason", "error", "error_message", "details", "alert", "event", "content"];

    /// <summary>True when the fields hold a text that is meant as a title.</summary>
    public static bool IsIn(JsonFields fields) => Read(fields, Names) is not null;

    /// <summary>Null when there is no text at all.</summary>
    public static string? Read(GenericBody body, JsonElement whole) =>
        Read(body.Top, Names) ?? Read(body.Inner, Names) ?? Read(body.Top, Others) ?? Read(body.Inner, Others) ?? Anywhere(whole);

    private static string? Read(JsonFields fields, string[] names)
    {
        foreach (var name in names)
        {
            if (fields.Text(name) is { } text && Usable(text) is { } usable) return usable;
        }
        return null;
    }

    /// <summary>
    /// Any text of the body, wherever it stands: a sentence before a word, and a word before an id or an address. Null when there is no text at all.
    /// </summary>
    private static string? Anywhere(JsonElement body)
    {
        string? word = null, any = null;
        var left = MostValues;
        return Sentence(body, Deepest, ref word, ref any, ref left) ?? word ?? (any is null ? null : $"Alert {SignalLimits.Cut(any, 64)}");
    }

    private static string? Sentence(JsonElement element, int depth, ref string? word, ref string? any, ref int left)
    {
        if (depth == 0 || left-- <= 0) return null;
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (Sentence(member.Value, depth - 1, ref word, ref any, ref left) is { } found) return found;
            }
        }
        else if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (Sentence(item, depth - 1, ref word, ref any, ref left) is { } found) return found;
            }
        }
        else if (JsonText.Text(element) is { } text && !string.IsNullOrWhiteSpace(text))
        {
            any ??= text.Trim();
            if (Usable(text) is { } usable && !IsAddressOrTime(usable))
            {
                if (usable.Contains(' ', StringComparison.Ordinal)) return usable;
                word ??= usable;
            }
        }
        return null;
    }

    /// <summary>The first line that says something; null for ids, numbers and variables that were left as they are.</summary>
    private static string? Usable(string text)
    {
        if (Placeholder.Is(text) || TemplateGaps.Remove(text.Trim()) is not { } whole) return null;
        foreach (var range in whole.AsSpan().Split('\n'))
        {
            var line = whole.AsSpan(range).Trim();
            if (!line.IsEmpty && !IsId(line)) return line.Length == whole.Length ? whole : line.ToString();
        }
        return null;
    }

    private static bool IsId(ReadOnlySpan<char> line)
    {
        if (line.Contains(' ')) return !HasLetter(line);
        if (Guid.TryParse(line, out _)) return true;
        int digits = 0, letters = 0, hex = 0;
        foreach (var c in line)
        {
            if (char.IsDigit(c)) digits++;
            else if (char.IsLetter(c)) letters++;
            if (char.IsAsciiHexDigit(c)) hex++;
        }
        if (letters == 0) return true;
        return (hex == line.Length && line.Length >= 8 && digits > 0)
            || (line.Length >= 16 && digits * 2 > letters && digits + letters > line.Length - 3);
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c)) return true;
        }
        return false;
    }

    private static bool IsAddressOrTime(string text) =>
        (text.Contains("://", StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal))
        || (text.Length >= 10 && text[4] == '-' && text[7] == '-' && char.IsAsciiDigit(text[0]));
}
