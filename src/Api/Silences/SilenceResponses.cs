using System.Globalization;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Domain.Silences;
using AiSre.Grains.Silences;

namespace AiSre.Api.Silences;

public sealed record SilenceListResponse(IReadOnlyList<SilenceResponse> Silences, int Count);

/// <param name="State">pending, active or expired.</param>
/// <param name="EndsAt">Null, with a schedule only: until further notice.</param>
/// <param name="Window">Of an active one when it is in force, of a pending one when it will be next.</param>
/// <param name="UpdatedBy">The name of the key that changed it last.</param>
/// <param name="Problem">Why it silences nothing although it is there; null for all but some that an earlier release has stored.</param>
public sealed record SilenceResponse(
    string Id, string State, IReadOnlyList<MatcherBody> Matchers, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string Author, string Comment,
    bool Maintenance,
    ScheduleBody? Schedule, WindowResponse? Window, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? UpdatedBy,
    string? Problem = null)
{
    public static SilenceResponse From(Silence silence, DateTimeOffset now) => new(
        silence.Id, SilenceRules.StateOf(silence, now).ToString().ToLowerInvariant(),
        [.. silence.Matchers.Select(matcher => new MatcherBody(matcher.Name, matcher.Value, matcher.IsRegex, matcher.IsEqual))],
        silence.StartsAt, silence.EndsAt, silence.Author, silence.Comment, silence.Maintenance, ScheduleOf(silence.Schedule),
        SilenceRules.CurrentOrNext(silence, now) is { } window ? new(window.From, window.Until) : null, silence.CreatedAt, silence.UpdatedAt,
        silence.UpdatedBy, SilenceCheck.Unreadable(silence));

    private static ScheduleBody? ScheduleOf(SilenceSchedule? schedule) => schedule is null ? null : new(
        schedule.Days.IsEmpty ? null : [.. schedule.Days.Select(day => day.ToString()[..3].ToLowerInvariant())],
        Time(schedule.FromMinute), Time(schedule.ToMinute), schedule.TimeZone, schedule.StartsOn, schedule.EndsOn);

    private static string Time(int minute) => new TimeOnly(minute / 60, minute % 60).ToString("HH:mm", CultureInfo.InvariantCulture);
}

public sealed record WindowResponse(DateTimeOffset From, DateTimeOffset Until);

/// <param name="SilenceId">Its id, here and in Alertmanager's word.</param>
/// <param name="SilencesNow">
/// Incidents that are not resolved and that it matches while it is in force: none when it has yet to begin. Null when nobody could count them.
/// </param>
/// <param name="Warnings">
/// What may be a mistake: it matches nothing that is open or came in the last 24 hours; no alert has a label that it names.
/// </param>
public sealed record SilenceCreatedResponse(
    string SilenceId, [property: System.Text.Json.Serialization.JsonPropertyName("silenceID")] string AlertmanagerId, SilenceResponse Silence,
    int? SilencesNow, IReadOnlyList<string> Warnings);

/// <param name="Count">Incidents that match, and stood in a window where there is a schedule.</param>
/// <param name="Alerts">How often their alerts fired.</param>
/// <param name="Incidents">The newest of them, at most 100.</param>
/// <param name="Since">Created at this instant or later.</param>
/// <param name="Until">Created before this instant.</param>
/// <param name="Windows">The windows of the schedule in this span, oldest first; null without a schedule.</param>
/// <param name="Examined">Incidents that were looked at.</param>
/// <param name="Cut">There were more than could be looked at: the older ones of the time are not counted.</param>
/// <param name="Warnings">What may be a mistake: nothing matches; no alert of the time has a label that a matcher names.</param>
public sealed record SilencePreviewResponse(
    int Count, long Alerts, IReadOnlyList<PreviewedIncident> Incidents, DateTimeOffset Since, DateTimeOffset Until,
    IReadOnlyList<WindowResponse>? Windows, int Examined, bool Cut, IReadOnlyList<string> Warnings)
{
    public static SilencePreviewResponse From(SilencePreview preview, SilenceQuestion question) => new(
        preview.Matched, preview.Alerts, [.. preview.Incidents.Select(PreviewedIncident.From)], question.Since, question.Until,
        preview.Windows?.Select(window => new WindowResponse(window.From, window.Until)).ToList(), preview.Examined, preview.Cut,
        SilenceWords.Warnings(
            preview.Matched, preview.Examined == 0 ? null : $"the {preview.Examined} incidents of that time", preview.Unseen, preview.Cut));
}

public sealed record PreviewedIncident(string Id, string Title, string? Service, string Severity, string State, DateTimeOffset CreatedAt)
{
    public static PreviewedIncident From(Incident incident) => new(
        incident.Id, incident.Title, incident.Subject.Service, incident.Severity.Name(), incident.Phase.Name(), incident.CreatedAt);
}
