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
        Rules(incident),
        facts?.CorrelationReason);

    private static List<ExplainedRule> Rules(Incident incident)
    {
        var guaranteed = AlertSource.GuaranteesIdentity(incident.Adapter);
        var byText = guaranteed
            ? $"The source {incident.Adapter} guarantees identity: an unknown identity is a new alert, however alike it reads."
            : null;
        var open = incident.Phase is not IncidentPhase.Resolved;
        return
        [
            new(DedupStrategy.SourceIdentity, true, open
                ? "A signal with one of the identities above repeats this incident for as long as it is not resolved."
                : incident.ResolvedByHuman
                ? "A person resolved it: the same episode stays quiet for 60 minutes and then reopens it; a new episode reopens it within 5 " +
                    "minutes, and opens a new incident later."
                : "It is resolved: a signal with one of the identities above reopens it within 5 minutes, and opens a new incident later."),
            new(
                DedupStrategy.ContentHash, !guaranteed && open,
                byText ?? "A signal with an equal content hash repeats it within 30 minutes of the last one, for at most 24 hours."),
            new(
                DedupStrategy.TitleSimilarity, !guaranteed && open,
                byText ?? "A signal of the same service and namespace whose title means the same repeats it within 10 minutes of the last one."),
        ];
    }
}
