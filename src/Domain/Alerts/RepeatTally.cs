namespace AiSre.Domain.Alerts;

/// <summary>
/// The repeats of one alert that no event of the timeline stands for yet. A timeline has at most one such event a minute and alert; it says for how
/// many repeats it stands, itself included. Instants are Unix milliseconds, because this is asked with every repeat.
/// </summary>
/// <param name="NextEventAt">A repeat at this instant or later gets an event; 0: the next one does.</param>
/// <param name="SinceEvent">How many repeats came since the last event.</param>
public readonly record struct RepeatTally(long NextEventAt, int SinceEvent)
{
    /// <summary>Between two events of one alert, by the time at which the repeats came.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    /// <summary>Whether a repeat at this instant gets an event.</summary>
    public bool IsEventDue(long now) => now >= NextEventAt;

    /// <summary>What the event of the next repeat counts.</summary>
    public int WithNext => SinceEvent + 1;

    /// <summary>After a repeat without an event.</summary>
    public RepeatTally Counted() => this with { SinceEvent = SinceEvent + 1 };

    /// <summary>After a repeat with one.</summary>
    public static RepeatTally ToldAt(long now) => new(now + (long)Between.TotalMilliseconds, 0);
}
