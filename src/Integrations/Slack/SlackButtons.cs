namespace AiSre.Integrations.Slack;

/// <summary>The ids of the buttons under a Slack message, as they come back when somebody presses one.</summary>
public static class SlackButtons
{
    public const string Acknowledge = "acknowledge";
    public const string Resolve = "resolve";

    /// <summary>A link. Slack tells us that it was followed and wants a 200 for that.</summary>
    public const string Open = "open";
}

/// <summary>What a button carries: which incident it is about. Whoever can forge it still needs the workspace's signing secret.</summary>
public readonly record struct SlackButtonValue(string Workspace, string IncidentId)
{
    /// <summary><c>workspace/incident</c>.</summary>
    public override string ToString() => string.Join('/', Workspace, IncidentId);

    /// <summary>
    /// Null for what cannot be a workspace and an incident: a grain is made for whatever is asked for, so nonsense must not come that far.
    /// </summary>
    public static SlackButtonValue? Parse(string? text)
    {
        if (text is null || text.Split('/') is not [{ Length: > 0 and <= 64 } workspace, { Length: > 4 and <= 64 } incident]) return null;
        return workspace.All(IsWord) && incident.StartsWith("inc-", StringComparison.Ordinal) && incident.All(IsWord)
            ? new(workspace, incident)
            : null;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
