using System.Text.RegularExpressions;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;

namespace AiSre.Integrations.Teams;

/// <summary>What an answer of 2xx means. Connectors of Teams answer 200 and say in words that nothing was delivered.</summary>
internal static partial class TeamsAnswer
{
    /// <param name="answer">With a status of success.</param>
    public static DeliveryResult Of(VendorAnswer answer)
    {
        if (!SaysFailure(answer.Body)) return DeliveryResult.Sent();
        // The words are not repeated: whoever answers may be somebody's inner server.
        if (!int.TryParse(InnerStatus().Match(answer.Body).Groups["status"].ValueSpan, out var status))
            return new(DeliveryOutcome.Rejected, Invariant($"Teams answered {answer.Status}, and in words that it was not delivered"));
        var inner = (answer with { Status = status }).Failure("Teams");
        return inner with { Error = Invariant($"Teams answered {answer.Status}, and in words that it was not delivered: {status}") };
    }

    private static bool SaysFailure(string body) => VendorJson.Parse(body) is { } json
        ? json["error"] is not null
        : Failed().IsMatch(body);

    [GeneratedRegex(@"\b(failed|failure|error|bad request|bad payload|is required)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\bHTTP error (?<status>[45][0-9]{2})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InnerStatus();
}
