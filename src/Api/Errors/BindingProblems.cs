using System.Text.RegularExpressions;

namespace AiSre.Api.Errors;

/// <summary>What the framework refuses while it binds a delegate's parameters, as the 4xx that the reference promises.</summary>
internal static partial class BindingProblems
{
    public static ProblemResult Of(BadHttpRequestException exception, long bodyLimit)
    {
        if (exception.StatusCode is not 400) return Problems.OfStatus(exception.StatusCode, bodyLimit);
        if (Unreadable().Match(exception.Message) is { Success: true } bad)
            return Problems.Unprocessable("query", bad.Groups["name"].Value, "This value has the wrong type.");
        if (Absent().Match(exception.Message) is { Success: true } missing)
            return missing.Groups["place"].Value is var place && place == "body"
                ? NoBody()
                : Problems.Unprocessable(place, missing.Groups["name"].Value, "This parameter is required.");
        if (exception.Message.StartsWith("Implicit body inferred", StringComparison.Ordinal)) return NoBody();
        return Problems.BadRequest("The request could not be understood.", "invalid_request");
    }

    public static ProblemResult NoBody() => Problems.Unprocessable([new(["body"], "A JSON body is required.")]);

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (?<name>\\w+)\" from ")]
    private static partial Regex Unreadable();

    [GeneratedRegex("^Required parameter \"\\S+ (?<name>\\w+)\" was not provided from (?<place>query|body|header|route)")]
    private static partial Regex Absent();
}
