using AiSre.Domain.OnCall;
using AiSre.Domain.Patterns;

namespace AiSre.Domain.Silences;

/// <summary>What a silence must be like.</summary>
public static class SilenceCheck
{
    /// <summary>Characters of all matchers of a silence, at most.</summary>
    public const int MaxText = 4_096;

    /// <summary>Characters of a matcher's value, at most.</summary>
    public const int MaxValue = 1_024;

    /// <summary>
    /// What the regular expressions of a silence may cost for each character that they look at. Without counted repetitions it is about their length.
    /// </summary>
    public const int MaxSteps = MatcherPattern.MaxSteps;

    /// <summary>The longest silence without a schedule.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private const int DayMinutes = 24 * 60;

    /// <summary>Everything that is wrong, each with the field that it is about.</summary>
    public static IEnumerable<(string Field, string Message)> Problems(Silence silence, DateTimeOffset now)
    {
        foreach (var problem in Matchers(silence.Matchers)) yield return problem;
        if (silence.EndsAt is null && silence.Schedule is null) yield return ("ends_at", "This field is required for a silence without a schedule.");
        if (silence.EndsAt <= silence.StartsAt) yield return ("ends_at", "Must be after starts_at.");
        else if (silence.EndsAt <= now) yield return ("ends_at", "Must be in the future.");
        else if (silence.Schedule is null && silence.EndsAt - silence.StartsAt > Longest)
            yield return ("ends_at", "Must be within 366 days of starts_at; for longer ones use a schedule.");
        if (silence.Author.Trim().Length is 0 or > 200) yield return ("author", "Must be 1 to 200 characters long.");
        if (silence.Comment.Length > 2_000) yield return ("comment", "Must be at most 2000 characters long.");
        if (silence.Schedule is not { } schedule) yield break;
        foreach (var problem in ScheduleProblems(schedule)) yield return problem;
    }

    /// <summary>The same for matchers alone.</summary>
    public static IEnumerable<(string Field, string Message)> Matchers(IReadOnlyList<Matcher> matchers)
    {
        if (matchers.Count is 0 or > Silence.MaxMatchers)
        {
            yield return ("matchers", $"Must be 1 to {Silence.MaxMatchers} matchers.");
            yield break;
        }
        if (matchers.Sum(matcher => matcher.Name.Length + matcher.Value.Length) > MaxText)
            yield return ("matchers", $"Must be at most {MaxText} characters in all.");
        var wrong = false;
        for (var i = 0; i < matchers.Count; i++)
        {
            if (matchers[i].Name.Trim().Length is 0 or > 256) yield return ($"matchers.{i}.name", "Must be 1 to 256 characters long.");
        }
        foreach (var (i, message) in Values(matchers, MaxSteps))
        {
            wrong = true;
            yield return ($"matchers.{i}.value", message);
        }
        if (!wrong && matchers.All(matcher => matcher.Matches("")))
            yield return ("matchers", "At least one matcher must not match an empty value, or everything would be silent.");
    }

    /// <summary>What is wrong with the values of matchers, each with the matcher's place.</summary>
    /// <param name="matchers">Of one silence, or of one question.</param>
    /// <param name="maxSteps">What their regular expressions may cost together for each character that they look at.</param>
    public static IEnumerable<(int Index, string Message)> Values(IReadOnlyList<Matcher> matchers, int maxSteps)
    {
        var steps = 0;
        for (var i = 0; i < matchers.Count; i++)
        {
            if (matchers[i].Value.Length > MaxValue) yield return (i, $"Must be at most {MaxValue} characters long.");
            if (matchers[i].Value.Length > MaxValue || matchers[i].Pattern is not { } pattern) continue;
            if (pattern.Problem is { } problem) yield return (i, problem);
            steps += pattern.Steps;
            if (steps <= maxSteps) continue;
            yield return (i, FormattableString.Invariant(
                $"With this one the regular expressions are larger than {maxSteps} steps, their repetitions written out: every alert would wait."));
            yield break;
        }
    }

    /// <summary>What regular expressions cost for each character that they look at.</summary>
    public static int Steps(IReadOnlyList<Matcher> matchers) => matchers.Sum(matcher => matcher.Pattern?.Steps ?? 0);

    /// <summary>Why nobody can say what a stored silence matches, so that it silences nothing; null when it can be said.</summary>
    public static string? Unreadable(Silence silence) =>
        silence.Matchers.FirstOrDefault(matcher => matcher.Pattern?.Problem is not null) is { } matcher
            ? $"{matcher}: {matcher.Pattern!.Problem}"
            : null;

    /// <summary>The same for a schedule alone.</summary>
    public static IEnumerable<(string Field, string Message)> ScheduleProblems(SilenceSchedule schedule)
    {
        if (schedule.FromMinute is < 0 or >= DayMinutes) yield return ("schedule.from", "Must be a time of day such as 22:00.");
        if (schedule.ToMinute is < 0 or >= DayMinutes) yield return ("schedule.to", "Must be a time of day such as 06:30.");
        if (!LocalTimes.IsZone(schedule.TimeZone)) yield return ("schedule.time_zone", "Must be an IANA time zone such as Europe/Berlin.");
        if (schedule.EndsOn < schedule.StartsOn) yield return ("schedule.ends_on", "Must not be before starts_on.");
    }
}
