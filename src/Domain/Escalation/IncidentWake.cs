namespace AiSre.Domain.Escalation;

/// <summary>When an incident must look at something again; null: it need not any more.</summary>
/// <param name="Name">One of the names here. They are stored with the alarms.</param>
/// <param name="At">When.</param>
public readonly record struct IncidentWake(string Name, DateTimeOffset? At)
{
    /// <summary>The next step, or the beginning.</summary>
    public const string Escalation = "escalation";

    /// <summary>The routes hear of it.</summary>
    public const string Opened = "opened";

    /// <summary>A child asks whether its group needs a word about it.</summary>
    public const string Group = "group";

    /// <summary>An acknowledgement has been given long ago.</summary>
    public const string AckTimeout = "ack-timeout";

    /// <summary>Critical, and nobody has acknowledged it for hours.</summary>
    public const string Reminder = "reminder";

    /// <summary>A page was given up, or fails: perhaps nobody has heard of it.</summary>
    public const string Unreached = "unreached";

    /// <summary>What happened to a parent happens to its children.</summary>
    public const string Children = "children";
}
