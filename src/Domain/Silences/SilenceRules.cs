using AiSre.Domain.Incidents;

namespace AiSre.Domain.Silences;

/// <summary>When a silence is in force, and of what nobody is told then.</summary>
public static class SilenceRules
{
    /// <summary>Silences of a workspace that are not expired, at most.</summary>
    public const int MaxStanding = 1_000;

    /// <summary>
    /// What the regular expressions of all silences of a workspace that are not expired may cost for each character that they look at: with labels of
    /// 256 characters that is a tenth of a second for each new alert, at the very worst.
    /// </summary>
    public const int MaxSteps = 100_000;

    /// <summary>Expired ones that a workspace keeps to show, at most.</summary>
    public const int MaxExpired = 1_000;

    /// <summary>How long an expired one is shown.</summary>
    public static readonly TimeSpan KeepExpired = TimeSpan.FromDays(30);

    /// <summary>The window that is open, else the next one; null when it is expired.</summary>
    public static SilenceWindow? CurrentOrNext(Silence silence, DateTimeOffset now)
    {
        if (silence.EndsAt <= now) return null;
        if (silence.Schedule is not { } schedule) return silence.EndsAt is { } end ? new SilenceWindow(silence.StartsAt, end) : null;
        var from = now > silence.StartsAt ? now : silence.StartsAt;
        if (WindowRules.CurrentOrNext(schedule, from) is not { } window || window.From >= silence.EndsAt) return null;
        return new SilenceWindow(
            window.From > silence.StartsAt ? window.From : silence.StartsAt,
            window.Until > silence.EndsAt ? silence.EndsAt.Value : window.Until);
    }

    /// <summary>The window that is open; null when none is.</summary>
    public static SilenceWindow? ActiveAt(Silence silence, DateTimeOffset now) =>
        CurrentOrNext(silence, now) is { } window && window.Contains(now) ? window : null;

    public static SilenceState StateOf(Silence silence, DateTimeOffset now) =>
        CurrentOrNext(silence, now) is not { } window ? SilenceState.Expired : window.Contains(now) ? SilenceState.Active : SilenceState.Pending;

    public static bool Matches(IReadOnlyList<Matcher> matchers, Incident incident)
    {
        for (var i = 0; i < matchers.Count; i++)
        {
            if (!matchers[i].Matches(LabelValues.Of(incident, matchers[i].Name))) return false;
        }
        return matchers.Count > 0;
    }

    /// <summary>Why nobody is told of an incident now; null when people are. Of several silences the one that lasts longest.</summary>
    public static SilenceMark? MarkFor(Incident incident, IReadOnlyList<Silence> silences, DateTimeOffset now)
    {
        SilenceMark? mark = null;
        for (var i = 0; i < silences.Count; i++)
        {
            var silence = silences[i];
            if (!CouldBeActive(silence, now) || !Matches(silence.Matchers, incident) || ActiveAt(silence, now) is not { } window) continue;
            if (mark is null || window.Until > mark.Until)
                mark = new SilenceMark(silence.Id, window.Until, silence.Maintenance, silence.Comment.Length > 0 ? silence.Comment : null);
        }
        return mark;
    }

    /// <summary>When the next of them begins that is not in force yet, or begins again; null when none will.</summary>
    public static DateTimeOffset? NextBegin(IEnumerable<Silence> silences, DateTimeOffset now) => silences.Min(silence => BeginOf(silence, now));

    private static DateTimeOffset? BeginOf(Silence silence, DateTimeOffset now) => CurrentOrNext(silence, now) switch
    {
        { } open when open.From <= now => CurrentOrNext(silence, open.Until)?.From,
        var next => next?.From,
    };

    /// <summary>
    /// Costs nothing, unlike a window of a calendar, and spares the matching: expired silences are kept for a while and must not slow alerts down.
    /// </summary>
    private static bool CouldBeActive(Silence silence, DateTimeOffset now) =>
        silence.StartsAt <= now && !(silence.EndsAt <= now)
            && !(silence.Schedule?.EndsOn is { } last && last.DayNumber + 3 < DateOnly.FromDateTime(now.UtcDateTime).DayNumber);

    /// <summary>Puts a mark on an incident or takes it off, and says so on its timeline. Nothing when it is the mark that it has.</summary>
    /// <param name="mark">From <see cref="MarkFor"/>.</param>
    /// <param name="lateBy">With an end that is acted on late: by how many seconds.</param>
    public static IncidentChange Mark(Incident incident, SilenceMark? mark, long? lateBy, DateTimeOffset now)
    {
        if (mark == incident.Silenced) return IncidentChange.None(incident);
        var said = mark is null ? Ended(incident.Silenced!, lateBy, now) : Silenced(mark, now);
        return new(incident with { Silenced = mark }, [said]);
    }

    private static TimelineEvent Silenced(SilenceMark mark, DateTimeOffset now) => new(EventTypes.IncidentSilenced, "system", now, EventPayload.Of(
        ("silence_id", mark.SilenceId), ("until", mark.Until), ("maintenance", mark.Maintenance), ("comment", mark.Comment)));

    private static TimelineEvent Ended(SilenceMark mark, long? lateBy, DateTimeOffset now) =>
        new(EventTypes.SilenceEnded, "system", now, EventPayload.Of(
        ("silence_id", mark.SilenceId), ("maintenance", mark.Maintenance), ("late_by_seconds", lateBy)));
}
