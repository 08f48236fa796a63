using AiSre.Domain.Silences;

namespace AiSre.Console.Silences;

/// <summary>One silence in a list.</summary>
/// <param name="Silence">It.</param>
/// <param name="State">Whether it is in force.</param>
/// <param name="Window">The window that is open, else the next one; null when it has ended.</param>
/// <param name="Quiet">Incidents that it keeps quiet now.</param>
public sealed record SilenceRow(Silence Silence, SilenceState State, SilenceWindow? Window, int Quiet)
{
    /// <summary>So long before its end it is time to think of it.</summary>
    private static readonly TimeSpan Warned = TimeSpan.FromHours(1);

    /// <summary>Why it silences nothing although it is there.</summary>
    public string? Problem => SilenceCheck.Unreadable(Silence);

    /// <summary>When it is over for good; null: until further notice.</summary>
    public DateTimeOffset? EndsAt => Silence.EndsAt;

    /// <summary>When people hear again of what it matches.</summary>
    public DateTimeOffset? LoudAgainAt => State is SilenceState.Active ? Window?.Until : null;

    public bool EndsSoon(DateTimeOffset now) => LoudAgainAt is { } end && end - now <= Warned;

    /// <summary>When it begins, ends soon and ends.</summary>
    public IEnumerable<DateTimeOffset?> Turns => [Window?.From, Window?.Until - Warned, Window?.Until];

    public static SilenceRow Of(Silence silence, IReadOnlyDictionary<string, int> quiet, DateTimeOffset now) => new(
        silence, SilenceRules.StateOf(silence, now), SilenceRules.CurrentOrNext(silence, now), quiet.GetValueOrDefault(silence.Id));

    /// <summary>maintenance, every Wed from 22:00 to 06:00 (Europe/Berlin); null for one that is in force all of its time.</summary>
    public string? Repeats => Silence.Schedule is not { } schedule ? null
        : $"every {(schedule.Days.IsEmpty ? "day" : string.Join(", ", schedule.Days.Select(day => day.ToString()[..3])))}"
            + $" from {SilenceDraft.Clock(schedule.FromMinute)} to {SilenceDraft.Clock(schedule.ToMinute)} ({schedule.TimeZone})";
}
