using System.Text;

namespace AiSre.Api.Edge;

/// <summary>
/// How the server reads <c>Content-Length</c>: digits and nothing else. By itself it takes <c>+2</c> for 2, where a proxy in front may see no length
/// at all, and the two then disagree about where the next request begins.
/// </summary>
internal sealed class LengthDigits : Encoding
{
    /// <summary>Is no number, so that the server refuses it.</summary>
    private const char NoDigit = 'x';

    private static readonly LengthDigits Only = new();

    /// <summary>For the server's header selector; null: as usual.</summary>
    public static Encoding? Of(string header) => header.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? Only : null;

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (var i = 0; i < charCount; i++) bytes[byteIndex + i] = (byte)chars[charIndex + i];
        return charCount;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // The server has room for the longest number and no more.
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++) chars[i] = char.IsAsciiDigit((char)bytes[i]) ? (char)bytes[i] : NoDigit;
        return count;
    }
}
