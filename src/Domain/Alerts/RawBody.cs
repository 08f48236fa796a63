using System.Text;
using System.Text.Json;

namespace AiSre.Domain.Alerts;

/// <summary>
/// The text of a delivery, lent for as long as its request lasts. Nobody wants that of a repeat, and nearly all alerts are repeats: so it is copied,
/// and cleared of secrets, only for those that open or change something.
/// </summary>
public sealed class RawBody : IDisposable
{
    /// <summary>Bytes that are kept of it.</summary>
    public const int Longest = 64 << 10;

    private readonly Lock gate = new();
    private readonly int alerts;
    private ReadOnlyMemory<byte> text;
    private (int Start, int End)[]? items;

    private RawBody(ReadOnlyMemory<byte> text, int alerts) => (this.text, this.alerts) = (text, alerts);

    /// <summary>Lets the signals of a delivery find what they were read from. Dispose it when the text is no longer there.</summary>
    public static RawBody Lend(ReadOnlyMemory<byte> text, Delivery delivery)
    {
        var body = new RawBody(text, delivery.Signals.Length + delivery.Rejected.Length);
        var rejected = delivery.Rejected.IsEmpty ? null : delivery.Rejected.Select(alert => alert.Index).ToHashSet();
        var index = 0;
        foreach (var signal in delivery.Signals)
        {
            while (rejected is not null && rejected.Contains(index)) index++;
            signal.Raw = new RawAlert(body, index++, null);
        }
        return body;
    }

    public void Dispose()
    {
        lock (gate) text = default;
    }

    /// <summary>The body with this alert of its list only; null when it is no longer there.</summary>
    internal byte[]? Of(int index)
    {
        lock (gate) return text.IsEmpty ? null : Part(text.Span, index);
    }

    private byte[] Part(ReadOnlySpan<byte> all, int index)
    {
        if (alerts > 1) items ??= Items(all);
        if (items is not { Length: > 1 } || items.Length != alerts || index >= alerts) return Cut(all).ToArray();
        var (start, end) = items[index];
        return Cut([.. all[..items[0].Start], .. Cut(all[start..end]), .. all[items[^1].End..]]).ToArray();
    }

    internal static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= Longest) return bytes;
        var length = Longest;
        // Not in the middle of a character.
        while (length > 0 && (bytes[length] & 0xC0) == 0x80) length--;
        return bytes[..length];
    }

    /// <summary>Where the alerts of the body's list are: the last one by one of these names, or the body itself.</summary>
    private static (int Start, int End)[] Items(ReadOnlySpan<byte> all)
    {
        var found = new List<(int, int)>();
        var reader = new Utf8JsonReader(all, new JsonReaderOptions { MaxDepth = 64 });
        var list = false;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                list = reader.ValueTextEquals("alerts"u8) || reader.ValueTextEquals("messages"u8);
                if (!list)
                {
                    reader.Read();
                    reader.Skip();
                }
            }
            else if (reader.TokenType is JsonTokenType.StartArray && (list || reader.CurrentDepth == 0))
            {
                found.Clear();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    found.Add((start, (int)reader.BytesConsumed));
                }
            }
        }
        return [.. found];
    }
}

/// <summary>How to get at the text that an alert was read from.</summary>
/// <param name="Body">The delivery's; null when there is none, or the alert has come from another process with a text of its own.</param>
/// <param name="Index">The alert's place in it.</param>
/// <param name="Own">The text, where it is not lent.</param>
public readonly record struct RawAlert(RawBody? Body, int Index, string? Own)
{
    /// <summary>A text of its own, which is not lent.</summary>
    public static RawAlert Of(string text) => new(null, 0, Encoding.UTF8.GetString(RawBody.Cut(Encoding.UTF8.GetBytes(text))));

    /// <summary>At most 64 KB, without secrets; null when there is none.</summary>
    public string? Text => (Own is null ? Body?.Of(Index) : Encoding.UTF8.GetBytes(Own)) is { } bytes ? Redaction.Of(bytes) : null;

    /// <summary>What another process needs to find the text: it looks for secrets, and only if the text is wanted there.</summary>
    internal string? Whole => Own ?? (Body?.Of(Index) is { } bytes ? Encoding.UTF8.GetString(bytes) : null);

    /// <summary>Nothing: whoever writes a signal down must not write what it was read from, which may hold secrets.</summary>
    public override string ToString() => "";
}

/// <summary>A raw alert between processes: its text.</summary>
[GenerateSerializer, Alias("aisre.raw-alert")]
public struct RawAlertText
{
    [Id(0)] public string? Text { get; set; }
}

[RegisterConverter]
public sealed class RawAlertConverter : IConverter<RawAlert, RawAlertText>
{
    public RawAlert ConvertFromSurrogate(in RawAlertText surrogate) => new(null, 0, surrogate.Text);

    public RawAlertText ConvertToSurrogate(in RawAlert value) => new() { Text = value.Whole };
}
