namespace AiSre.Grains.Notifications;

/// <summary>
/// Does what people ask for with the buttons under a Slack message. The signing secrets are on silos only, so the check is here too. A stateless
/// worker. Key: 0.
/// </summary>
[Alias("aisre.slack-actions")]
public interface ISlackActions : IGrainWithIntegerKey
{
    /// <summary>Checks that Slack sent it and does it. To press twice is to press once.</summary>
    /// <param name="body">The bytes as received.</param>
    /// <param name="timestamp">Header <c>X-Slack-Request-Timestamp</c>.</param>
    /// <param name="signature">Header <c>X-Slack-Signature</c>.</param>
    [Alias("press"), Idempotent]
    Task<SlackPressOutcome> PressAsync(byte[] body, string? timestamp, string? signature);
}

public enum SlackPressOutcome
{
    /// <summary>Done, or there was nothing to do.</summary>
    Done = 0,

    /// <summary>Not signed with a secret of the workspace that it names, or too old, or no press of one of our buttons.</summary>
    Refused = 1,

    /// <summary>Holds half a surrogate pair, which is no text.</summary>
    Broken = 2,

    /// <summary>Signed, but the workspace is suspended: nothing is done in it.</summary>
    Suspended = 3,
}
