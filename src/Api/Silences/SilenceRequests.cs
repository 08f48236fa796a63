namespace AiSre.Api.Silences;

/// <summary>
/// What is silenced, and when. Alertmanager's names (<c>startsAt</c>, <c>endsAt</c>, <c>createdBy</c>, <c>isRegex</c>, <c>isEqual</c>) are understood
/// as well.
/// </summary>
/// <param name="Matchers">1 to 20; all must match. At least one must not match an empty value.</param>
/// <param name="Id">The silence that this one takes the place of; none makes a new one.</param>
/// <param name="StartsAt">Now when absent.</param>
/// <param name="EndsAt">At most 366 days later; may be absent with a schedule.</param>
/// <param name="Author">The key's name when absent.</param>
/// <param name="Comment">At most 2,000 characters.</param>
/// <param name="Maintenance">Work is being done on what it matches.</param>
/// <param name="Schedule">In force in windows that come again, and not in between.</param>
public sealed record SilenceRequest(
    IReadOnlyList<MatcherBody> Matchers, string? Id = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null, string? Author = null,
    string? Comment = null, bool Maintenance = false, ScheduleBody? Schedule = null);

/// <summary>
/// What is asked of the past: a silence, of which the matchers and the schedule count, and a span. Its windows are those that the schedule would have
/// had then, whatever its dates.
/// </summary>
/// <param name="Matchers">1 to 20; all must match. At least one must not match an empty value.</param>
/// <param name="Schedule">Only what stood in one of its windows counts.</param>
/// <param name="Hours">How far to look back, 1 to 744 (31 days); 24 when absent, with a schedule 168 (a week).</param>
/// <param name="From">The beginning of the span instead, at most 31 days before its end.</param>
/// <param name="To">The end of the span; now when absent or later.</param>
/// <param name="Id">Of the silence; does not count.</param>
/// <param name="StartsAt">Of the silence; does not count.</param>
/// <param name="EndsAt">Of the silence; does not count.</param>
/// <param name="Author">Of the silence; does not count.</param>
/// <param name="Comment">Of the silence; does not count.</param>
/// <param name="Maintenance">Of the silence; does not count.</param>
public sealed record SilencePreviewRequest(
    IReadOnlyList<MatcherBody> Matchers, ScheduleBody? Schedule = null, int? Hours = null, DateTimeOffset? From = null, DateTimeOffset? To = null,
    string? Id = null, DateTimeOffset? StartsAt = null, DateTimeOffset? EndsAt = null, string? Author = null, string? Comment = null,
    bool Maintenance = false);

/// <param name="Name">A label of the alert, or service, namespace, pod, deployment, node, cluster, container, severity, source, title.</param>
/// <param name="Value">At most 1,024 characters.</param>
/// <param name="IsRegex">The value is a regular expression that must match all of the label.</param>
/// <param name="IsEqual">False: it must not.</param>
public sealed record MatcherBody(string Name, string Value, bool IsRegex = false, bool IsEqual = true);

/// <param name="Days">mon to sun: the days on which a window starts; every day when absent.</param>
/// <param name="From">Local time of day, HH:mm.</param>
/// <param name="To">Local time of day, HH:mm; before <paramref name="From"/> it is on the next day, and equal to it the window lasts all day.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="StartsOn">First local date of a start.</param>
/// <param name="EndsOn">Last local date of a start.</param>
public sealed record ScheduleBody(
    IReadOnlyList<string>? Days, string From, string To, string TimeZone, DateOnly? StartsOn = null, DateOnly? EndsOn = null);
