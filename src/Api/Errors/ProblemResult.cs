using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace AiSre.Api.Errors;

/// <summary>A refusal as a value: return it from an endpoint. Made by <see cref="Problems"/>.</summary>
public sealed class ProblemResult(int status, string error, string detail) : IResult, IStatusCodeHttpResult
{
    public const string MediaType = "application/problem+json";

    public int Status => status;

    public string Error => error;

    public string Detail => detail;

    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>Whole seconds, at least 1; null sends no <c>Retry-After</c>.</summary>
    public int? RetryAfter { get; init; }

    int? IStatusCodeHttpResult.StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = MediaType;
        CloseAfter(status, httpContext);
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = Invariant($"{Math.Max(1, seconds)}");
        // No RequestAborted here: after a timeout it is already cancelled, and the refusal must still go out.
        await response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(BodyFor(httpContext.TraceIdentifier), ProblemJsonContext.Default.ProblemBody));
    }

    /// <summary>
    /// The rest of a body that is too large stays unread, so its connection carries no other request: a client that is not told sends one and loses
    /// it.
    /// </summary>
    internal static void CloseAfter(int status, HttpContext context)
    {
        if (status is 413 && HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
    }

    /// <summary>The body as it is written, for the description.</summary>
    internal JsonNode? ToJson(string requestId) => JsonSerializer.SerializeToNode(BodyFor(requestId), ProblemJsonContext.Default.ProblemBody);

    private ProblemBody BodyFor(string requestId)
    {
        var title = ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";
        return new($"urn:ai-sre:problem:{error}", title, status, detail, error, requestId, Errors);
    }
}
