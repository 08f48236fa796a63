using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Alerts.Sources;

/// <summary>
/// Times as vendors write them: ISO 8601 with any number of fraction digits and any offset (none means UTC), or the time
/// since 1970 in seconds, milliseconds, microseconds or nanoseconds as a number or as text. Go's zero time is no time.
/// </summary>
internal static class SignalTime
{
    // Less is what clocks of two machines differ by.
    private static readonly TimeSpan UsualSkew = TimeSpan.FromMinutes(5);

    public static DateTimeOffset? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => FromEpoch(JsonMarshal.GetRawUtf8Value(element)),
        JsonValueKind.String => Parse(Unescaped(element)),
        _ => null,
    };

    /// <summary>A beginning by the sender's clock. Nothing that has been received begins later, so one in the future is taken for now.</summary>
    public static DateTimeOffset? Begin(DateTimeOffset? said, DateTimeOffset now, ref WarningList warnings)
    {
        if (said is not { } at || at - now <= UsualSkew) return said;
        warnings.Add(string.Create(CultureInfo.InvariantCulture,
            $"The sender says that it begins at {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, which is later than now; now counts."));
        return now;
    }

    // Senders written in C# escape the plus of an offset.
    private static ReadOnlySpan<byte> Unescaped(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        return raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(JsonText.Text(element)!) : raw;
    }

    /// <summary>True for what senders write when there is no time: nothing, 0, or Go's zero time.</summary>
    public static bool IsZero(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => JsonMarshal.GetRawUtf8Value(element).SequenceEqual("0"u8),
        JsonValueKind.String =>
            JsonMarshal.GetRawUtf8Value(element)[1..^1] is var raw && (raw.Trim((byte)' ').IsEmpty || raw.StartsWith("0001-01-01"u8)),
        _ => false,
    };

    public static DateTimeOffset? Parse(ReadOnlySpan<byte> raw)
    {
        if (raw.Contains((byte)'\\')) return null;
        raw = raw.Trim(" \t"u8);
        if (raw.Length is 0 or > 64) return null;
        if (char.IsAsciiLetter((char)raw[0])) return FromMail(raw);
        return raw.Length >= 10 && raw[4] == '-' && raw[7] == '-' ? FromIso(raw) : FromEpoch(raw);
    }

    /// <summary>"Thu, 26 Jan 2023 13:19:03 GMT", as AWS Health writes.</summary>
    private static DateTimeOffset? FromMail(ReadOnlySpan<byte> text) =>
        DateTimeOffset.TryParseExact(Encoding.UTF8.GetString(text), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private static DateTimeOffset? FromIso(ReadOnlySpan<byte> text)
    {
        if (!Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month) || !Digits(text, 8, 2, out var day)) return null;
        if (year < 2 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var at = 10;
        if (text.Length > at)
        {
            if (text[at] is not ((byte)'T' or (byte)'t' or (byte)' ') || text.Length < 16 || text[13] != ':') return null;
            if (!Digits(text, 11, 2, out var hour) || !Digits(text, 14, 2, out var minute) || hour > 23 || minute > 59) return null;
            ticks += hour * TimeSpan.TicksPerHour + minute * TimeSpan.TicksPerMinute;
            at = 16;
        }
        if (text.Length > at && text[at] == ':')
        {
            if (!Digits(text, at + 1, 2, out var second) || second > 59) return null;
            ticks += second * TimeSpan.TicksPerSecond;
            at += 3;
            if (text.Length > at && text[at] is (byte)'.' or (byte)',')
            {
                long unit = TimeSpan.TicksPerSecond;
                for (at++; at < text.Length && char.IsAsciiDigit((char)text[at]); at++) ticks += (text[at] - '0') * (unit /= 10);
            }
        }
        if (!Offset(text[at..].TrimStart((byte)' '), out var offset)) return null;
        ticks -= offset;
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static bool Offset(ReadOnlySpan<byte> zone, out long ticks)
    {
        ticks = 0;
        if (zone.IsEmpty || zone.SequenceEqual("Z"u8) || zone.SequenceEqual("z"u8) || zone.SequenceEqual("UTC"u8)) return true;
        if (zone[0] is not ((byte)'+' or (byte)'-') || !Digits(zone, 1, 2, out var hours)) return false;
        var minutes = 0;
        var rest = zone[3..];
        if (!rest.IsEmpty && rest[0] == ':') rest = rest[1..];
        if (!rest.IsEmpty && (rest.Length != 2 || !Digits(rest, 0, 2, out minutes))) return false;
        if (hours > 18 || minutes > 59) return false;
        ticks = (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute) * (zone[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int start, int count, out int value)
    {
        value = 0;
        if (start + count > text.Length) return false;
        foreach (var digit in text.Slice(start, count))
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            value = value * 10 + (digit - '0');
        }
        return true;
    }

    // The unit follows from the size: seconds reach 1e11 only in the year 5138, and each finer unit is a thousand times larger.
    private static DateTimeOffset? FromEpoch(ReadOnlySpan<byte> text)
    {
        // decimal keeps all 19 digits of a nanosecond time, which a double loses.
        if (text.Length > 40 || !decimal.TryParse(Encoding.UTF8.GetString(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return null;
        var seconds = number switch
        {
            <= 0 => 0,
            < 1e11m => number,
            < 1e14m => number / 1e3m,
            < 1e17m => number / 1e6m,
            < 1e20m => number / 1e9m,
            _ => 0,
        };
        return seconds <= 0 ? null : DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }
}
