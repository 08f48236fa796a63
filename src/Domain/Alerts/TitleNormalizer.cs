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

    /// <summary>
    /// An address is a passing detail only where something else says what the alert is about: a workload, a node, or a service with its namespace.
    /// Elsewhere two addresses are two subjects.
    /// </summary>
    public static bool MasksAddresses(AlertSubject subject) =>
        !string.IsNullOrEmpty(subject.Deployment) || !string.IsNullOrEmpty(subject.Pod) || !string.IsNullOrEmpty(subject.Node)
        || (!string.IsNullOrEmpty(subject.Service) && !string.IsNullOrEmpty(subject.Namespace));

    /// <summary>Idempotent. Fold, pod suffix, uuid, address, instant, hex, number, in this order.</summary>
    /// <param name="title">As it was sent.</param>
    /// <param name="maskAddresses">See <see cref="MasksAddresses"/>.</param>
    public static string Normalize(string title, bool maskAddresses = true)
    {
        var text = TextFold.Fold(title);
        var hasDigit = text.AsSpan().ContainsAny(Digits);
        var hyphens = text.AsSpan().Count('-');

        // Counting what a mask cannot do without spares most titles most of the passes.
        if (hyphens >= 2) text = WithoutPodSuffix(text);
        if (!hasDigit) return text;
        if (hyphens >= 4) text = Uuid().Replace(text, Mask);
        var mayHaveAddress = text.AsSpan().Count('.') >= 3 || text.Contains("::", StringComparison.Ordinal) || text.AsSpan().Count(':') >= 7;
        if (mayHaveAddress && maskAddresses) text = Address().Replace(text, Mask);
        if (hyphens >= 2) text = Instant().Replace(text, Mask);
        text = Hex().Replace(text, Mask);
        return mayHaveAddress && !maskAddresses
            ? AddressOrNumber().Replace(text, found => found.Groups["address"].Success ? found.Value : Mask)
            : Number().Replace(text, Mask);
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

    private const string OfFour = @"(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]{1,5})?(?!\w|\.[0-9])";

    // With all of its eight groups, or with a gap. A time of day has colons too, but no two beside one another.
    // What stands beside a mask is not looked at anew.
    private const string Groups = "[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6}";

    private const string OfSix =
        $@"(?<![\w:>])(?:(?:[0-9a-f]{{1,4}}:){{7}}[0-9a-f]{{1,4}}|{Groups}::(?:{Groups})?|::{Groups})(?![\w:<])";

    private const string FreeNumber = @"(?<![\w./-])[0-9]+(?:\.[0-9]+)?(?![\w-])";

    [GeneratedRegex($"{OfFour}|{OfSix}")]
    private static partial Regex Address();

    [GeneratedRegex($"(?<address>{OfFour}|{OfSix})|{FreeNumber}")]
    private static partial Regex AddressOrNumber();

    [GeneratedRegex(
        @"(?<![\w.])[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?)?(?![\w-])")]
    private static partial Regex Instant();

    [GeneratedRegex(@"(?<![\w./-])(?=[a-f]*[0-9])(?=[0-9]*[a-f])(?>[0-9a-f]{8,})(?![\w-])")]
    private static partial Regex Hex();

    [GeneratedRegex(FreeNumber)]
    private static partial Regex Number();
}
