using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Api.Workspaces;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>Where Slack sends what people do with the buttons under our messages.</summary>
internal static class SlackEndpoints
{
    /// <summary>Slack sends the message along, twice encoded. 512 KiB.</summary>
    private const long BodyBytes = 512 << 10;

    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Slack shows its user a failure after three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private static readonly HeaderParameter Timestamp = new(
        "X-Slack-Request-Timestamp", "When Slack sent it, in Unix seconds; at most five minutes ago.");
    private static readonly HeaderParameter Signature = new("X-Slack-Signature", "Slack's signature of the time and the body.");

    public static void MapSlack(this IEndpointRouteBuilder endpoints) =>
        // Slack has no API key of ours: its signature is what lets it in.
        endpoints.MapPost("/integrations/slack/actions", Press).WithTags("Integrations").OpenToAll().WithBodyLimit(BodyBytes)
            .Describe("pressSlackButton", "What a person has pressed under a message in Slack", "Slack sends it; its signature stands for a key.")
            .WithHeaders(Timestamp, Signature).TakesText(FormType, NotificationExamples.SlackForm).AnswersNothing();

    private static async Task<IResult> Press(HttpContext context, IGrainFactory grains, FailedLogins failures, TimeProvider clock)
    {
        byte[] bytes;
        using (var body = await RequestBody.ReadAsync(context)) bytes = body.Bytes.ToArray();
        string? timestamp = Timestamp.Read(context.Request), signature = Signature.Read(context.Request);
        var isBroken = false;
        if (timestamp is not null && signature is not null)
        {
            var press = grains.GetGrain<ISlackActions>(0).PressAsync(bytes, timestamp, signature);
            try
            {
                var outcome = await press.WaitAsync(Patience, clock, context.RequestAborted);
                if (outcome is SlackPressOutcome.Done) return TypedResults.Ok();
                if (outcome is SlackPressOutcome.Suspended) return WorkspaceProblems.Suspended();
                isBroken = outcome is SlackPressOutcome.Broken;
            }
            catch (TimeoutException)
            {
                return Problems.Unavailable(5, "The incident did not answer in time. Look at it before you press again.");
            }
        }
        if (failures.Count(context.Connection.RemoteIpAddress, missing: signature is null) is { } wait)
            return Problems.TooManyRequests(wait, "Too many requests without a valid signature from this address.");
        return isBroken
            ? Problems.BadRequest("The payload holds half of a surrogate pair, which is no character.", "invalid_json")
            : Problems.InvalidSignature("Slack's signature is missing, wrong or older than five minutes.");
    }
}
