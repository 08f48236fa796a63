using System.Buffers;
using System.Text.Json.Serialization.Metadata;

namespace AiSre.Api.Requests;

/// <summary>
/// An answer as JSON, in one piece with its length: the server sends head and body at once. The framework's own would come in chunks, by way of a
/// state machine.
/// </summary>
internal sealed class JsonAnswer(object value, JsonTypeInfo type, int status) : IResult
{
    /// <summary>Bytes that a thread keeps for the next answer.</summary>
    private const int Kept = 64 << 10;

    [ThreadStatic] private static ArrayBufferWriter<byte>? text;
    [ThreadStatic] private static Utf8JsonWriter? writer;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Write();
        var response = httpContext.Response;
        (response.StatusCode, response.ContentType, response.ContentLength) = (status, "application/json; charset=utf-8", body.Length);
        response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }

    private ReadOnlySpan<byte> Write()
    {
        var into = text is { Capacity: <= Kept } ? text : text = new(512);
        into.ResetWrittenCount();
        if (writer is null) writer = new(into, new JsonWriterOptions { Encoder = type.Options.Encoder });
        else writer.Reset(into);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        return into.WrittenSpan;
    }
}
