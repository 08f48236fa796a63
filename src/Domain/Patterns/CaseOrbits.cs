using System.Collections.Frozen;
using System.Text;

namespace AiSre.Domain.Patterns;

/// <summary>
/// Which characters are the same to <c>(?i)</c>: those that Unicode's simple case folding makes one, as Go's <c>unicode.SimpleFold</c> does.
/// </summary>
internal static class CaseOrbits
{
    /// <summary>Of one character, at most.</summary>
    public const int Longest = 4;

    /// <summary>
    /// Those that are not just a small and a capital letter. The two letters i of Turkish fold to nothing, as without knowledge of the language they
    /// would.
    /// </summary>
    private static readonly string[] Odd =
    [
        "Kk\u212A", "Ss\u017F", "\u00B5\u039C\u03BC", "\u00C5\u00E5\u212B", "\u00DF\u1E9E", "\u0130", "\u0131",
        "\u01C4\u01C5\u01C6", "\u01C7\u01C8\u01C9", "\u01CA\u01CB\u01CC", "\u01F1\u01F2\u01F3",
        "\u0345\u0399\u03B9\u1FBE", "\u0392\u03B2\u03D0", "\u0395\u03B5\u03F5", "\u0398\u03B8\u03D1\u03F4", "\u039A\u03BA\u03F0",
        "\u03A0\u03C0\u03D6", "\u03A1\u03C1\u03F1", "\u03A3\u03C2\u03C3", "\u03A6\u03C6\u03D5", "\u03A9\u03C9\u2126",
        "\u0412\u0432\u1C80", "\u0414\u0434\u1C81", "\u041E\u043E\u1C82", "\u0421\u0441\u1C83", "\u0422\u0442\u1C84\u1C85",
        "\u042A\u044A\u1C86", "\u0462\u0463\u1C87", "\u1C88\uA64A\uA64B", "\u1E60\u1E61\u1E9B",
    ];

    private static readonly FrozenDictionary<int, string> OddByRune =
        Odd.SelectMany(static orbit => orbit.Select(rune => (Rune: (int)rune, Orbit: orbit)))
            .ToFrozenDictionary(static pair => pair.Rune, static pair => pair.Orbit);

    /// <summary>The character and all that are the same to <c>(?i)</c>.</summary>
    /// <param name="rune">A code point.</param>
    /// <param name="orbit">Room for <see cref="Longest"/>.</param>
    public static ReadOnlySpan<int> Of(int rune, Span<int> orbit)
    {
        if (OddByRune.TryGetValue(rune, out var odd))
        {
            for (var i = 0; i < odd.Length; i++) orbit[i] = odd[i];
            return orbit[..odd.Length];
        }
        orbit[0] = rune;
        if (!Rune.TryCreate(rune, out var valid)) return orbit[..1];
        orbit[1] = Rune.ToLowerInvariant(valid).Value;
        if (orbit[1] == rune) orbit[1] = Rune.ToUpperInvariant(valid).Value;
        return orbit[..(orbit[1] == rune ? 1 : 2)];
    }
}
