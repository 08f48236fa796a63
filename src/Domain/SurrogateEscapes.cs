using System.Globalization;
using System.Text;

namespace AiSre.Domain;

/// <summary>
/// JSON may write half a surrogate pair (<c>"\ud800"</c>), which is no text: .NET reads the document and throws when somebody asks for the string.
/// </summary>
public static class SurrogateEscapes
{
    /// <inheritdoc cref="AreWhole(ReadOnlySpan{byte})"/>
    public static bool AreWhole(string json) => AreWhole(Encoding.UTF8.GetBytes(json));

    /// <summary>Whether every <c>\u</c> of a document is a character, or one half of a pair beside the other.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'\\') is var at and >= 0 && at + 1 < json.Length)
        {
            json = json[at..];
            if (Unit(json) is not { } unit) json = json[2..];
            else if (!char.IsSurrogate(unit)) json = json[6..];
            else if (char.IsLowSurrogate(unit) || Unit(json[6..]) is not { } next || !char.IsLowSurrogate(next)) return false;
            else json = json[12..];
        }
        return true;
    }

    /// <summary>The UTF-16 unit that is written here; null when there is none.</summary>
    private static char? Unit(ReadOnlySpan<byte> json) =>
        json.Length >= 6 && json[0] == '\\' && json[1] == 'u'
            && ushort.TryParse(json[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
