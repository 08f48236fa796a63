using System.Collections.Immutable;
using System.Text.Json;
using AiSre.Domain.Actions;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.Diagnosis;

/// <summary>
/// Whether what a diagnosis predicts has come true: when the incident is resolved or an action was carried out for it, the alert must be gone and
/// stay away for a quarter of an hour. The first of the two after the prediction decides; if none came after it, the last resolve before.
/// </summary>
public static class PredictionRules
{
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    /// <summary>Nobody remembers by then what was said.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Of one incident, the newest.</summary>
    private const int Most = 5;

    /// <summary>An incident's predictions after one more look for its cause. What was predicted of another cause is no longer waited for.</summary>
    /// <param name="before">The newest last.</param>
    /// <param name="found">What the look gave.</param>
    /// <param name="isOver">The incident is resolved.</param>
    public static ImmutableArray<Prediction> After(ImmutableArray<Prediction> before, IncidentDiagnosis found, bool isOver)
    {
        var settled = before.RemoveAll(one => one.Outcome is null);
        if (found.Cause is not { Expected.Length: > 0 } cause) return settled;
        if (before.LastOrDefault(one => one.Outcome is null) is { } waiting && waiting.Cause == cause.Cause
            && waiting.Component == cause.Component.ToString()) return before;
        // Looking again at what is over is no new prediction.
        if (isOver && settled.Any(one => one.Cause == cause.Cause)) return settled;
        var all = settled.Add(new()
        {
            Cause = cause.Cause, Component = cause.Component.ToString(), Expected = cause.Expected, MadeAt = found.CompletedAt,
        });
        return all.Length > Most ? all.RemoveAt(0) : all;
    }

    /// <summary>How long to wait before the next look at an incident of which nothing has come yet: longer, the longer it has been.</summary>
    public static TimeSpan WaitFor(TimeSpan age) => TimeSpan.FromMinutes(Math.Clamp(age.TotalMinutes / 4, 5, 120));

    /// <param name="prediction">Not known yet.</param>
    /// <param name="facts">What the ledger has.</param>
    /// <param name="now">When.</param>
    public static PredictionCheck Check(Prediction prediction, PredictionFacts facts, DateTimeOffset now)
    {
        var (incident, timeline) = (facts.Incident, facts.Timeline);
        if (TriggerOf(prediction, timeline) is not { } trigger)
        {
            return now - prediction.MadeAt >= Longest
                ? new(PredictionOutcome.Unknown, "Within 7 days it was neither resolved nor acted on.")
                : PredictionCheck.Wait(now + WaitFor(now - prediction.MadeAt));
        }

        var until = trigger.At + Within;
        var inTime = timeline.Where(e => e.At > trigger.At && e.At <= until).ToList();
        if (inTime.FirstOrDefault(IsBack) is { } back)
            return new(PredictionOutcome.Failed, $"The alert came back {Minutes(back.At - trigger.At)} after it was {trigger.What}.");
        if (facts.NextAt is { } next && next > trigger.At && next <= until)
            return new(PredictionOutcome.Failed, $"The same alert opened another incident {Minutes(next - trigger.At)} after it was {trigger.What}.");
        if (now < until) return PredictionCheck.Wait(until);

        var isOver = trigger.IsResolve || inTime.Any(IsEnd);
        var verified = timeline.Where(e => e.Type == EventTypes.ActionVerified && e.At <= until && (trigger.IsResolve || e.At >= trigger.At))
            .Select(Verified).LastOrDefault();
        if (!isOver)
        {
            return new(PredictionOutcome.Failed, verified is false
                ? "The action did not help, and the alert is still there."
                : "15 minutes after the action the alert is still there.");
        }
        if (timeline.Any(e => e.At >= trigger.At && e.At <= until && e.Type is EventTypes.ResolvedWithParent or EventTypes.AlertStale))
            return new(PredictionOutcome.Unknown, "It ended with its group, or because its source was not heard any more.");
        if (incident is { ResolvedByHuman: true } && incident.Alerts.Any(alert => alert.Firing))
            return new(PredictionOutcome.Unknown, "A person resolved it; the source has not said that the alert has ended.");
        return verified is false
            ? new(PredictionOutcome.Unknown, "The alert ended and stayed away, but the action is not seen to have helped.")
            : new(PredictionOutcome.Held, "The alert ended, and stayed away for 15 minutes.");
    }

    private static Trigger? TriggerOf(Prediction prediction, ImmutableArray<TimelineEvent> timeline)
    {
        var first = timeline.FirstOrDefault(e => e.At >= prediction.MadeAt && (IsEnd(e) || IsDone(e)));
        first ??= timeline.LastOrDefault(e => IsEnd(e) || e.Type == EventTypes.IncidentReopened) is { } last && IsEnd(last) ? last : null;
        return first is null ? null : new(first.At, IsEnd(first), IsEnd(first) ? "resolved" : "acted on");
    }

    private static bool IsEnd(TimelineEvent e) => e.Type == EventTypes.IncidentResolved;

    private static bool IsBack(TimelineEvent e) =>
        e.Type is EventTypes.IncidentReopened or EventTypes.AlertReopened or EventTypes.AlertAfterManualResolve;

    /// <summary>A provider did it; what failed, or only gave advice, mends nothing.</summary>
    private static bool IsDone(TimelineEvent e)
    {
        if (e.Type != EventTypes.ActionExecuted) return false;
        using var payload = JsonDocument.Parse(e.Payload);
        return payload.RootElement.TryGetProperty("status", out var status) && status.GetString() is "success"
            && payload.RootElement.TryGetProperty("action", out var action) && action.GetString() != ActionName.SuggestConfigFix.Name();
    }

    private static bool? Verified(TimelineEvent e)
    {
        using var payload = JsonDocument.Parse(e.Payload);
        return payload.RootElement.TryGetProperty("verified", out var verified) && verified.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? verified.GetBoolean()
            : null;
    }

    private static string Minutes(TimeSpan time) => (int)time.TotalMinutes switch
    {
        0 => "less than a minute",
        1 => "1 minute",
        var many => FormattableString.Invariant($"{many} minutes"),
    };

    private readonly record struct Trigger(DateTimeOffset At, bool IsResolve, string What);
}

/// <param name="Incident">As it is now.</param>
/// <param name="Timeline">Oldest first.</param>
/// <param name="NextAt">When the same alert opened another incident; null: it has not.</param>
public sealed record PredictionFacts(Incident Incident, ImmutableArray<TimelineEvent> Timeline, DateTimeOffset? NextAt);

/// <param name="Outcome">Null: it is too early.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="LookAgainAt">When it is too early.</param>
public readonly record struct PredictionCheck(PredictionOutcome? Outcome, string Reason, DateTimeOffset? LookAgainAt = null)
{
    public static PredictionCheck Wait(DateTimeOffset until) => new(null, "", until);
}
