using System.Globalization;
using System.Text;

namespace AiSre.TestHost;

/// <summary>One answer of a server.</summary>
/// <param name="Closes">The server closes the connection after this answer.</param>
public sealed record HttpAnswer(int Status, string Body, bool Closes)
{
    /// <summary>Null while the answer is not complete. Bodies come with a length or in chunks.</summary>
    internal static HttpAnswer? TryParse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        var head = Encoding.Latin1.GetString(bytes[..end]);
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var body = bytes[(end + 4)..];
        var closes = head.Contains("\r\nConnection: close", StringComparison.OrdinalIgnoreCase);
        if (!head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            var length = LengthIn(head);
            return body.Length < length ? null : new HttpAnswer(status, Encoding.UTF8.GetString(body[..length]), closes);
        }

        return Unchunk(body) is { } text ? new HttpAnswer(status, text, closes) : null;
    }

    private static int LengthIn(string head)
    {
        const string Name = "\r\nContent-Length:";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return 0;
        var value = head.AsSpan(start + Name.Length);
        var line = value.IndexOf('\r');
        return int.Parse(line < 0 ? value : value[..line], CultureInfo.InvariantCulture);
    }

    private static string? Unchunk(ReadOnlySpan<byte> body)
    {
        var text = new MemoryStream();
        while (true)
        {
            var line = body.IndexOf("\r\n"u8);
            if (line < 0) return null;
            var size = int.Parse(Encoding.Latin1.GetString(body[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (body.Length < line + 2 + size + 2) return null;
            if (size == 0) return Encoding.UTF8.GetString(text.ToArray());
            text.Write(body.Slice(line + 2, size));
            body = body[(line + 2 + size + 2)..];
        }
    }
}
