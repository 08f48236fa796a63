using System.Buffers;
using AiSre.Api.Errors;
using AiSre.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace AiSre.Api.Requests;

/// <summary>A request's body in a pooled buffer: the raw bytes that signatures cover, before anything is parsed.</summary>
internal readonly struct RequestBody(byte[] buffer, int length) : IDisposable
{
    /// <summary>Bytes, where the server has no limit for the endpoint.</summary>
    private const long Most = 5 << 20;

    private const int Unknown = 16 << 10;

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    public static async ValueTask<RequestBody> ReadAsync(HttpContext context)
    {
        var declared = context.Request.ContentLength;
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? Most;
        if (declared > limit) throw new BadHttpRequestException("Too large", StatusCodes.Status413PayloadTooLarge);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(declared ?? Unknown) + 1);
        var length = 0;
        try
        {
            while (true)
            {
                var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted);
                if (read == 0) return new RequestBody(buffer, length);
                length += read;
                if (length == declared) return new RequestBody(buffer, length);
                if (length > limit) throw new BadHttpRequestException("Too large", StatusCodes.Status413PayloadTooLarge);
                if (length == buffer.Length) buffer = Grow(buffer);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    /// <summary>The parsed body, or why it is none.</summary>
    public (JsonDocument? Document, ProblemResult? Problem) Parse() =>
        SurrogateEscapes.AreWhole(Bytes.Span)
            ? JsonBody.Parse(Bytes, signed: false)
            : (null, Problems.HalfPair());

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
