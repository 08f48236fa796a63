using System.Collections.Immutable;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>Why an incident's alerts were merged, as the API says it.</summary>
internal static class Explanations
{
    public static ExplainResponse Of(
        Incident incident, ImmutableArray<AlertFacts> alerts, ImmutableArray<TimelineEvent> events, IncidentFacts? facts)
    {
        var (decisions, rules, reason) = MergeExplanation.Of(incident, events, facts?.CorrelationReason);
        return new(
            incident.Id,
            [
                .. alerts.Select(alert => new ExplainedAlert(
                    alert.Identity, alert.Status, alert.Title, alert.ContentHash, alert.Count, alert.FirstSeen, alert.LastSeen)),
            ],
            [.. decisions.Select(TimelineItem.From)], [.. rules.Select(rule => new ExplainedRule(rule.Rule, rule.Applies, rule.Why))], reason);
    }
}
