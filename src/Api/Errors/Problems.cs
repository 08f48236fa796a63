using AiSre.Domain;

namespace AiSre.Api.Errors;

/// <summary>Every refusal the API gives. <c>error</c> is the machine code; <c>detail</c> tells a person what to do.</summary>
public static class Problems
{
    public static ProblemResult BadRequest(string detail, string error = "bad_request") => new(400, error, detail);

    /// <summary>One text for missing and wrong: which of the two it was is nobody's business.</summary>
    public static ProblemResult Unauthorized() => new(401, "unauthorized", "Missing or invalid API key");

    /// <summary>A webhook signature that is missing or wrong.</summary>
    public static ProblemResult InvalidSignature(string detail) => new(401, "invalid_signature", detail);

    public static ProblemResult Forbidden(string detail, string error = "forbidden") => new(403, error, detail);

    public static ProblemResult InsufficientRole(string has, string needs) =>
        Forbidden($"This key has the role {has}; this needs {needs}.", "insufficient_role");

    /// <param name="has">The scopes to which the key is held.</param>
    /// <param name="needs">The one that is asked for.</param>
    public static ProblemResult InsufficientScope(IEnumerable<string> has, string needs) =>
        Forbidden($"This key is good for {string.Join(", ", has)} only; this needs the scope {needs}.", "insufficient_scope");

    /// <summary>
    /// Nobody knows yet whether the key is one: senders that get a 401 drop what they have, those that get this one come again.
    /// </summary>
    public static ProblemResult KeysNotRead() =>
        Unavailable(2, "The keys of workspaces have not been read yet; nothing was done.", "keys_unavailable");

    public static ProblemResult ForeignWorkspace() =>
        Forbidden("This key belongs to another workspace. Leave the workspace out, or use a key of that workspace.", "foreign_workspace");

    public static ProblemResult NotFound(string detail, string error = "not_found") => new(404, error, detail);

    /// <param name="allowed">The methods that it takes, with commas.</param>
    public static ProblemResult MethodNotAllowed(string? allowed) => new(
        405, "method_not_allowed",
        $"This address exists, but not with this method. {(allowed is null ? "See the Allow header." : $"It takes {allowed}.")}");

    public static ProblemResult Conflict(string detail, string error = "conflict") => new(409, error, detail);

    public static ProblemResult PayloadTooLarge(long limit) =>
        new(413, "payload_too_large", $"The body is larger than {limit} bytes. Send it in smaller parts.");

    /// <summary>JSON may write what is no text (<see cref="SurrogateEscapes"/>).</summary>
    public static ProblemResult HalfPair() =>
        BadRequest("The body holds half a surrogate pair, such as \\ud800 alone, which is no text.", "invalid_encoding");

    public static ProblemResult UnsupportedMediaType() =>
        new(415, "unsupported_media_type", "Send the body as JSON, with Content-Type: application/json.");

    /// <summary>For example <c>Unprocessable("body", "replicas", "Must be between 0 and 50.")</c>.</summary>
    public static ProblemResult Unprocessable(string place, string field, string message) =>
        Unprocessable([new([place, field], message)]);

    public static ProblemResult Unprocessable(IReadOnlyList<FieldError> errors) =>
        new(422, "validation_error", Sentence(errors[0])) { Errors = errors };

    public static ProblemResult NoBodyTaken() =>
        Unprocessable([new(["body"], "This operation takes no body; what it needs to know goes into its address.")]);

    public static ProblemResult TooManyRequests(int retryAfter, string detail = "Rate limit exceeded.", string error = "rate_limited") =>
        new(429, error, $"{detail} Try again in {Math.Max(1, retryAfter)} s.") { RetryAfter = retryAfter };

    public static ProblemResult Internal() =>
        new(500, "internal_error", "Something failed on our side. Quote the request_id when you report it.");

    public static ProblemResult Unavailable(int retryAfter, string detail = "The platform cannot answer right now.", string error = "unavailable") =>
        new(503, error, $"{detail} Try again in {Math.Max(1, retryAfter)} s.") { RetryAfter = retryAfter };

    /// <summary>For a status that somebody set without a body.</summary>
    internal static ProblemResult OfStatus(int status, long bodyLimit, string? allowed = null) => status switch
    {
        400 => BadRequest("The request could not be understood.", "invalid_request"),
        401 => Unauthorized(),
        403 => Forbidden("This key may not do that."),
        404 => NotFound("There is nothing at this address."),
        405 => MethodNotAllowed(string.IsNullOrEmpty(allowed) ? null : allowed),
        413 => PayloadTooLarge(bodyLimit),
        415 => UnsupportedMediaType(),
        429 => TooManyRequests(1),
        503 => Unavailable(1),
        >= 500 => new(status, "internal_error", Internal().Detail),
        _ => new(status, "request_failed", "The request could not be carried out."),
    };

    private static string Sentence(FieldError error) => $"{string.Join('.', error.Loc)}: {error.Msg}";
}
