using System.Buffers;
using System.Text;
using System.Text.Unicode;
using AiSre.Api.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AiSre.Api.Alerts;

/// <summary>
/// A form as the JSON that its sender means: the text of its field <c>payload</c> or <c>data</c> where that is JSON, else an object of its fields.
/// Plain text is an object with that text.
/// </summary>
internal static class FormBody
{
    /// <summary>Fields that carry a whole body: Slack's and Sentry's way, and Uptime Kuma's.</summary>
    private static readonly string[] Carriers = ["payload", "data"];

    private const int MostFields = 1_000;

    /// <summary>UTF-8. As it came when it is no form, or is JSON although it is called one: curl says form for everything.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>> AsJsonAsync(ReadOnlyMemory<byte> body, string? contentType)
    {
        // Robusta sends a message of several lines and no JSON at all.
        if (contentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) is true && IsMessage(body.Span))
            return Json(new() { ["text"] = Encoding.UTF8.GetString(body.Span) });
        if (contentType is null || JsonBody.Begins(body.Span) || !contentType.Contains("form", StringComparison.OrdinalIgnoreCase)) return body;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)) return body;
        var fields = type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? await PartsAsync(body, HeaderUtilities.RemoveQuotes(type.Boundary).ToString())
            : type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
                ? QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Span))
                : null;
        return fields is null or { Count: 0 or > MostFields } ? body : Json(fields);
    }

    private static bool IsMessage(ReadOnlySpan<byte> text) =>
        !JsonBody.Begins(text) && Utf8.IsValid(text) && text.Trim(" \r\n"u8).Contains((byte)'\n');

    private static ReadOnlyMemory<byte> Json(Dictionary<string, StringValues> fields)
    {
        foreach (var name in Carriers)
        {
            if (!fields.TryGetValue(name, out var whole) || whole is not [{ } text]) continue;
            if (Encoding.UTF8.GetBytes(text) is var json && IsJson(json)) return json;
        }
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in fields)
            {
                writer.WritePropertyName(name);
                if (values.Count != 1) writer.WriteStartArray();
                foreach (var value in values) Write(writer, value ?? "");
                if (values.Count != 1) writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>Some put JSON into each field.</summary>
    private static void Write(Utf8JsonWriter writer, string value)
    {
        if (Encoding.UTF8.GetBytes(value) is var json && IsJson(json))
            writer.WriteRawValue(JsonBody.WithoutMark(json).Span, skipInputValidation: true);
        else writer.WriteStringValue(value);
    }

    private static bool IsJson(byte[] text)
    {
        if (!JsonBody.Begins(text)) return false;
        var (document, _) = JsonBody.Parse(text, signed: false);
        document?.Dispose();
        return document is not null;
    }

    /// <summary>Null when the parts cannot be told from one another.</summary>
    private static async Task<Dictionary<string, StringValues>?> PartsAsync(ReadOnlyMemory<byte> body, string boundary)
    {
        if (boundary.Length is 0 or > 100) return null;
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        var reader = new MultipartReader(boundary, new MemoryStream(body.ToArray(), writable: false));
        try
        {
            for (var parts = 0; await reader.ReadNextSectionAsync() is { } section; parts++)
            {
                if (parts == MostFields) return null;
                if (section.GetContentDispositionHeader() is not { } disposition) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                using var text = new StreamReader(section.Body, Encoding.UTF8);
                fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), await text.ReadToEndAsync());
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
        return fields;
    }
}
