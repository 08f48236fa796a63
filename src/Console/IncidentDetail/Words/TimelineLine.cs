namespace AiSre.Console.IncidentDetail.Words;

/// <summary>One line of a timeline, for people.</summary>
/// <param name="At">When.</param>
/// <param name="About">Which filter shows it.</param>
/// <param name="Icon">Of the sprite.</param>
/// <param name="Says">What happened.</param>
public sealed record TimelineLine(DateTimeOffset At, TimelineTopic About, string Icon, Sentence Says)
{
    /// <summary>Null: nothing to be alarmed or glad about.</summary>
    public string? Tone { get; init; }

    /// <summary>Somebody's own words.</summary>
    public string? Quote { get; init; }
}

public enum TimelineTopic
{
    People,
    Paging,
    Alerts,
}
