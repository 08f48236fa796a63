using AiSre.Console.Requests;
using AiSre.Grains.Notifications;

namespace AiSre.Console.SignedLinks;

/// <summary>What a signed link leads to. The edge of the API guards it; here it becomes a page.</summary>
public static class SignedLinkPages
{
    private const string Otherwise =
        "Open the incident in the console, where you sign in with a key; or take the link of a newer message. Nothing was changed.";

    /// <param name="answer">What came of it.</param>
    /// <param name="token">Of the link.</param>
    /// <param name="grains">For the timeline.</param>
    /// <param name="now">When it is shown.</param>
    public static async Task<IResult> ShowAsync(LinkAnswer answer, string token, IGrainFactory grains, DateTimeOffset now) => answer.Outcome switch
    {
        LinkOutcome.Off => Refused(StatusCodes.Status403Forbidden, "Links without a sign-in are switched off here"),
        LinkOutcome.Refused => Refused(StatusCodes.Status403Forbidden, "This link is not complete, or was changed"),
        LinkOutcome.Expired => Refused(StatusCodes.Status410Gone, "This link has expired"),
        LinkOutcome.Gone => Refused(StatusCodes.Status404NotFound, "This link leads to nothing any more"),
        _ => new HtmlAnswer(typeof(SignedLinkPage), new()
        {
            [nameof(SignedLinkPage.View)] = await SignedLinkView.LoadAsync(answer, token, grains, now),
        }, StatusCodes.Status200OK),
    };

    /// <summary>Too many links that open nothing came from one address.</summary>
    public static IResult TooMany(int seconds) => ConsoleAnswers.Lone(
        StatusCodes.Status429TooManyRequests, "Too many links that open nothing",
        FormattableString.Invariant($"Wait {seconds} s, then open the link anew. Nothing was changed."));

    private static IResult Refused(int status, string title) => ConsoleAnswers.Lone(status, title, Otherwise);
}
