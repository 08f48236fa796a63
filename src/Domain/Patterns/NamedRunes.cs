using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace AiSre.Domain.Patterns;

/// <summary>The character classes that have names. Those of Perl and POSIX are ASCII alone.</summary>
internal sealed class NamedRunes
{
    private static readonly NamedRunes Digits = new("09");
    private static readonly NamedRunes Words = new("09AZ__az");

    /// <summary>Unlike POSIX's, Perl's spaces have no vertical tab.</summary>
    private static readonly NamedRunes Spaces = new("\t\n\f\r  ");

    private static readonly FrozenDictionary<string, NamedRunes> PosixNames = new Dictionary<string, NamedRunes>
    {
        ["alnum"] = new("09AZaz"), ["alpha"] = new("AZaz"), ["ascii"] = new("\0\x7F"), ["blank"] = new("\t\t  "), ["cntrl"] = new("\0\x1F\x7F\x7F"),
        ["digit"] = Digits, ["graph"] = new("!~"), ["lower"] = new("az"), ["print"] = new(" ~"), ["punct"] = new("!/:@[`{~"),
        ["space"] = new("\t\r  "), ["upper"] = new("AZ"), ["word"] = Words, ["xdigit"] = new("09AFaf"),
    }.ToFrozenDictionary();

    /// <param name="pairs">The first and the last of each range.</param>
    private NamedRunes(string pairs) => Ranges = [.. pairs.Chunk(2).Select(static pair => new RuneRange(pair[0], pair[1]))];

    public ImmutableArray<RuneRange> Ranges { get; }

    /// <summary>What <c>\d</c>, <c>\s</c>, <c>\w</c> stand for, and their capitals, which are negated; null for other letters.</summary>
    public static NamedRunes? Perl(char letter) => letter switch
    {
        'd' or 'D' => Digits,
        's' or 'S' => Spaces,
        'w' or 'W' => Words,
        _ => null,
    };

    /// <summary>Null for a name that POSIX does not have.</summary>
    public static NamedRunes? Posix(string name) => PosixNames.GetValueOrDefault(name);

    public static bool IsWord(int rune) => rune is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '_';

    /// <summary>Unicode's general categories, such as <c>L</c> and <c>Lu</c>, a bit for each; null for other names.</summary>
    public static uint? Categories(string name) => name switch
    {
        "Lu" => Of(UnicodeCategory.UppercaseLetter),
        "Ll" => Of(UnicodeCategory.LowercaseLetter),
        "Lt" => Of(UnicodeCategory.TitlecaseLetter),
        "Lm" => Of(UnicodeCategory.ModifierLetter),
        "Lo" => Of(UnicodeCategory.OtherLetter),
        "L" => All("Lu", "Ll", "Lt", "Lm", "Lo"),
        "Mn" => Of(UnicodeCategory.NonSpacingMark),
        "Mc" => Of(UnicodeCategory.SpacingCombiningMark),
        "Me" => Of(UnicodeCategory.EnclosingMark),
        "M" => All("Mn", "Mc", "Me"),
        "Nd" => Of(UnicodeCategory.DecimalDigitNumber),
        "Nl" => Of(UnicodeCategory.LetterNumber),
        "No" => Of(UnicodeCategory.OtherNumber),
        "N" => All("Nd", "Nl", "No"),
        "Zs" => Of(UnicodeCategory.SpaceSeparator),
        "Zl" => Of(UnicodeCategory.LineSeparator),
        "Zp" => Of(UnicodeCategory.ParagraphSeparator),
        "Z" => All("Zs", "Zl", "Zp"),
        "Cc" => Of(UnicodeCategory.Control),
        "Cf" => Of(UnicodeCategory.Format),
        "Cs" => Of(UnicodeCategory.Surrogate),
        "Co" => Of(UnicodeCategory.PrivateUse),
        // What is not assigned is in none of Go's.
        "C" => All("Cc", "Cf", "Cs", "Co"),
        "Pc" => Of(UnicodeCategory.ConnectorPunctuation),
        "Pd" => Of(UnicodeCategory.DashPunctuation),
        "Ps" => Of(UnicodeCategory.OpenPunctuation),
        "Pe" => Of(UnicodeCategory.ClosePunctuation),
        "Pi" => Of(UnicodeCategory.InitialQuotePunctuation),
        "Pf" => Of(UnicodeCategory.FinalQuotePunctuation),
        "Po" => Of(UnicodeCategory.OtherPunctuation),
        "P" => All("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"),
        "Sm" => Of(UnicodeCategory.MathSymbol),
        "Sc" => Of(UnicodeCategory.CurrencySymbol),
        "Sk" => Of(UnicodeCategory.ModifierSymbol),
        "So" => Of(UnicodeCategory.OtherSymbol),
        "S" => All("Sm", "Sc", "Sk", "So"),
        "Any" => uint.MaxValue,
        _ => null,
    };

    private static uint Of(UnicodeCategory category) => 1u << (int)category;

    private static uint All(params ReadOnlySpan<string> names)
    {
        var all = 0u;
        foreach (var name in names) all |= Categories(name)!.Value;
        return all;
    }
}
