namespace AiSre.Api.Errors;

/// <summary>Turns what the JSON reader says into words about the caller's fields, without the names of our types.</summary>
internal static class JsonProblems
{
    private const string MissingList = "including: ";

    public static ProblemResult Of(JsonException exception)
    {
        if (IsSyntax(exception)) return Problems.BadRequest(Where(exception), "invalid_json");
        var loc = Loc(exception.Path);
        return Missing(exception.Message) is { Length: > 0 } names
            ? Problems.Unprocessable([.. names.Select(name => new FieldError([.. loc, name], "This field is required."))])
            : Problems.Unprocessable([new(loc, "This has the wrong type or a value that is not allowed.")]);
    }

    /// <summary>The reader's own exception type is internal; a JsonDocument throws it bare, the serializer wraps it.</summary>
    private static bool IsSyntax(JsonException exception) =>
        IsReader(exception) || (exception.InnerException is { } inner && IsReader(inner));

    private static bool IsReader(Exception exception) => exception.GetType().Name == "JsonReaderException";

    private static string Where(JsonException exception) => exception.LineNumber is { } line
        ? $"The body is not valid JSON (line {line + 1}, byte {exception.BytePositionInLine + 1})."
        : "The body is not valid JSON.";

    /// <summary><c>$.steps[2].name</c> becomes <c>body, steps, 2, name</c>.</summary>
    private static string[] Loc(string? path) =>
        ["body", .. (path ?? "").Split(['$', '.', '[', ']', '\''], StringSplitOptions.RemoveEmptyEntries)];

    private static string[] Missing(string message)
    {
        var start = message.IndexOf(MissingList, StringComparison.Ordinal);
        return start < 0 ? [] : [.. message[(start + MissingList.Length)..].Split('\'').Where((_, index) => index % 2 == 1)];
    }
}
