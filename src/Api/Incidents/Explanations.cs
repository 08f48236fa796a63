using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>Puts together why an incident's alerts were merged, and why others would not be.</summary>
internal static class Explanations
{
    private static readonly ImmutableHashSet<string> Deciding =
    [
        EventTypes.AlertReceived, EventTypes.AlertDeduplicated, EventTypes.AlertJoined, EventTypes.AlertReopened, EventTypes.AlertUnmerged,
        EventTypes.AlertAfterManualResolve, EventTypes.IncidentGrouped, EventTypes.ChildJoined, EventTypes.FlappingStarted, EventTypes.FlappingEnded,
    ];

    public static ExplainResponse Of(
        Incident incident, ImmutableArray<AlertFacts> alerts, ImmutableArray<TimelineEvent> events, IncidentFacts? facts) => new(
        incident.Id,
        [
            .. alerts.Select(alert => new ExplainedAlert(
                alert.Identity, alert.Status, alert.Title, alert.ContentHash, alert.Count, alert.FirstSeen, alert.LastSeen)),
        ],
        [.. events.Where(e => Deciding.Contains(e.Type)).Select(TimelineItem.From)],
        [.. RepeatExplanation.Of(incident, DedupOptions.Default).Select(step => new ExplainedRule(step.Rule, step.Applies, step.Why))],
        facts?.CorrelationReason);
}
