using System.Text.Json.Nodes;
using AiSre.Grains.Notifications;
using AiSre.Integrations.Http;

namespace AiSre.Integrations.Slack;

/// <summary>Slack's Web API, which answers 200 to nearly everything and says in the body whether it worked.</summary>
internal sealed class SlackApi(OutboundHttp http)
{
    private const string DefaultUrl = "https://slack.com/api";

    public async Task<SlackAnswer> CallAsync(SlackChannel channel, string method, JsonObject body, CancellationToken cancellation)
    {
        var url = $"{(channel.ApiUrl ?? DefaultUrl).TrimEnd('/')}/{method}";
        var answer = await http.PostJsonAsync(channel, url, body, cancellation, ("Authorization", $"Bearer {channel.Token}"));
        if (!answer.IsSuccess) return SlackAnswer.Failed(answer.Failure("Slack"));
        if (VendorJson.Parse(answer.Body) is not { } json)
            return SlackAnswer.Failed(new(DeliveryOutcome.Retry, "Slack answered something that is not its API's JSON"));
        if (json["ok"]?.GetValueKind() is System.Text.Json.JsonValueKind.True) return new(null, null, json.Text("channel"), json.Text("ts"));
        var error = Word(json.Text("error"));
        var outcome = IsPassing(error) ? DeliveryOutcome.Retry : DeliveryOutcome.Rejected;
        return new(new(outcome, $"Slack refused: {error}", outcome is DeliveryOutcome.Retry ? answer.RetryAfter : null), error, null, null);
    }

    /// <summary>Everything else is about the message, the token or the channel, and stays as it is.</summary>
    private static bool IsPassing(string error) => error is
        "ratelimited" or "rate_limited" or "internal_error" or "fatal_error" or "service_unavailable" or "request_timeout"
        or "team_added_to_org" or "timeout";

    /// <summary>Slack's words for errors; anything else would be somebody's text in our log.</summary>
    internal static string Word(string? error) =>
        error is { Length: > 0 and <= 60 } && error.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
            ? error
            : "unknown_error";
}

/// <param name="Failure">Null when it worked.</param>
/// <param name="Error">Slack's word for it.</param>
/// <param name="Channel">Where the message is, as Slack calls it.</param>
/// <param name="Ts">Which message of that channel.</param>
internal sealed record SlackAnswer(DeliveryResult? Failure, string? Error, string? Channel, string? Ts)
{
    public static SlackAnswer Failed(DeliveryResult failure) => new(failure, null, null, null);

    public string? Reference => Channel is null || Ts is null ? null : $"{Channel}/{Ts}";
}
