using System.Buffers;
using System.Text.RegularExpressions;

namespace AiSre.Domain.Alerts;

/// <summary>
/// What is left of a title once everything is masked that differs from one firing to the next. Linear in the length: every quantifier is bounded, or
/// can only start where no longer run could have started before it.
/// </summary>
public static partial class TitleNormalizer
{
    /// <summary>What stands for a value that was masked.</summary>
    public const string Mask = "<*>";

    internal static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiou");

    /// <summary>Idempotent. Fold, pod suffix, uuid, address, instant, hex, number, in this order.</summary>
    public static string Normalize(string title)
    {
        var text = TextFold.Fold(title);
        var hasDigit = text.AsSpan().ContainsAny(Digits);
        var hyphens = text.AsSpan().Count('-');

        // Counting what a mask cannot do without spares most titles most of the passes.
        if (hyphens >= 2) text = WithoutPodSuffix(text);
        if (!hasDigit) return text;
        if (hyphens >= 4) text = Uuid().Replace(text, Mask);
        if (text.AsSpan().Count('.') >= 3) text = Address().Replace(text, Mask);
        if (hyphens >= 2) text = Instant().Replace(text, Mask);
        text = Hex().Replace(text, Mask);
        return Number().Replace(text, Mask);
    }

    /// <summary><c>payments-api-7d8f9c6b5-x2k4m</c> becomes <c>payments-api-&lt;*&gt;</c>. Expects lower case.</summary>
    internal static string WithoutPodSuffix(string text, string replacement = "-" + Mask) =>
        PodSuffix().Replace(text, match => LooksGenerated(match.ValueSpan) ? replacement : match.Value);

    // Kubernetes makes suffixes without vowels; people write examples with vowels and digits. Words such as
    // "-checkout-redis" have the same lengths, and masking them would merge two services' alerts.
    private static bool LooksGenerated(ReadOnlySpan<char> suffix) =>
        suffix.ContainsAny(Digits) || !suffix.ContainsAny(Vowels);

    [GeneratedRegex(@"-[a-z0-9]{8,10}-[a-z0-9]{5}\b")]
    private static partial Regex PodSuffix();

    [GeneratedRegex(@"(?<!\w)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\w)")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?(?!\w|\.[0-9])")]
    private static partial Regex Address();

    [GeneratedRegex(
        @"(?<![\w.])[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?)?(?![\w-])")]
    private static partial Regex Instant();

    [GeneratedRegex(@"(?<![\w./-])(?=[a-f]*[0-9])(?=[0-9]*[a-f])(?>[0-9a-f]{8,})(?![\w-])")]
    private static partial Regex Hex();

    [GeneratedRegex(@"(?<![\w./-])[0-9]+(?:\.[0-9]+)?(?![\w-])")]
    private static partial Regex Number();
}
