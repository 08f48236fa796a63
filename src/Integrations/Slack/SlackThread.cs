namespace AiSre.Integrations.Slack;

/// <summary>The incident's first message in a channel: later ones go into its thread.</summary>
/// <param name="Channel">As Slack calls it.</param>
/// <param name="Ts">Which message of that channel.</param>
internal sealed record SlackThread(string Channel, string Ts)
{
    public static SlackThread? Parse(string? reference) =>
        reference?.Split('/') is [{ Length: > 0 } channel, { Length: > 0 } ts] ? new(channel, ts) : null;
}
