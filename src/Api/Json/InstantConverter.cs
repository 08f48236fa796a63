using System.Globalization;
using System.Text.Json.Serialization;

namespace AiSre.Api.Json;

internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    private const int MaxLength = 40;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String) throw new JsonException();
        Span<char> text = stackalloc char[MaxLength * 2];
        var bytes = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (bytes > MaxLength || !InstantText.TryParse(text[..reader.CopyString(text)], out var instant)) throw new JsonException();
        return instant;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[20];
        value.UtcDateTime.TryFormat(text, out var length, InstantText.Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
