using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>The size limits of a signal (docs/sources.md), applied in one place so that every source cuts alike and says so.</summary>
internal static class SignalLimits
{
    public const int MaxTitle = 500;
    public const int MaxDescriptionBytes = 8192;
    public const int MaxLabels = 64;
    public const int MaxLabelText = 256;

    /// <summary>Of one read; a body with more is read in parts.</summary>
    public const int MaxAlerts = 1000;

    private const int MaxIdentity = 512;
    private const int MaxReportedSource = 64;

    /// <summary>One line: control and direction characters become blanks, since titles reach mail subjects, logs and chat.</summary>
    public static string Title(string? text, ref WarningList warnings)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        var title = OneLine(text);
        if (title.Length <= MaxTitle) return title;
        warnings.Add($"The title had {title.Length.ToString(CultureInfo.InvariantCulture)} characters and was cut to {MaxTitle}.");
        return Cut(title, MaxTitle);
    }

    public static string Description(string? text, ref WarningList warnings)
    {
        if (text is null) return "";
        // No UTF-16 unit takes more than three bytes, so most texts need no counting.
        if (text.Length * 3L <= MaxDescriptionBytes || Encoding.UTF8.GetByteCount(text) <= MaxDescriptionBytes) return text;
        warnings.Add("The description was cut to 8 KB.");
        Span<byte> bytes = stackalloc byte[MaxDescriptionBytes];
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: false, out var used, out _, out _);
        return Cut(text, used);
    }

    /// <summary>Names of things (services, actors, pods): one trimmed line of at most 256 characters, null when blank.</summary>
    public static string? Short(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : OneLine(text) is { Length: > 0 } line ? Cut(line, MaxLabelText) : null;

    public static string ReportedSource(string? text, string fallback) =>
        Short(text) is { } name ? Cut(name, MaxReportedSource) : fallback;

    /// <summary>Trimmed, null when blank. An absurdly long id is replaced by its hash: cutting it could make two ids equal.</summary>
    public static string? Identity(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var id = text.Trim();
        return id.Length <= MaxIdentity ? id : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }

    /// <summary>At most so many UTF-16 units, never half a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static string OneLine(string text)
    {
        var first = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (first < 0) return text.Trim();
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = Breaks(source[i]) ? ' ' : source[i];
        }).Trim();
    }

    // Bidirectional overrides and line separators can make a title read as another one.
    private static bool Breaks(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}

/// <summary>Sentences about what was lost; holds no memory until there is one.</summary>
internal struct WarningList
{
    private ImmutableArray<string>.Builder? items;

    public void Add(string sentence) => (items ??= ImmutableArray.CreateBuilder<string>()).Add(sentence);

    public readonly ImmutableArray<string> ToImmutable() => items is null ? [] : items.ToImmutable();
}
