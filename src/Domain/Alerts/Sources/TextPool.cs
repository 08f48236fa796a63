using System.Text;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Reuses equal texts inside one body: the alerts of a group share most label names and values, so that a body of 100 alerts would otherwise make the
/// same strings 100 times.
/// </summary>
internal sealed class TextPool
{
    private const int LongestPooled = 256;
    private readonly string?[] slots = new string?[256];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestPooled) return Encoding.UTF8.GetString(utf8);
        ref var slot = ref slots[Slot(utf8.Length, utf8[0], utf8[^1], utf8[utf8.Length / 2], utf8[utf8.Length / 4])];
        // Equals is false for anything but ASCII, which then simply is not pooled.
        return slot is not null && Ascii.Equals(utf8, slot) ? slot : slot = Encoding.UTF8.GetString(utf8);
    }

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestPooled) return text.ToString();
        ref var slot = ref slots[Slot(text.Length, text[0], text[^1], text[text.Length / 2], text[text.Length / 4])];
        return slot is not null && text.SequenceEqual(slot) ? slot : slot = text.ToString();
    }

    private static int Slot(int length, int first, int last, int middle, int quarter) =>
        (int)((uint)((((length * 31 + first) * 31 + last) * 31 + middle) * 31 + quarter) * 2654435769u >> 24);
}
