using AiSre.Domain.Incidents;

namespace AiSre.Domain.Deploys;

/// <summary>What an incident takes note of when a deploy came shortly before it.</summary>
public static class DeployCorrelation
{
    /// <summary>When the problem began: by the sender's clock, unless that says later than we heard of it.</summary>
    public static DateTimeOffset StartOf(Incident incident) => incident.StartsAt < incident.CreatedAt ? incident.StartsAt.Value : incident.CreatedAt;

    /// <summary>
    /// Says on the timeline which deploy it was. Nothing for a deploy that the incident knows, that is none of its own, or that is farther away than
    /// the one that it knows; and nothing once the incident is over.
    /// </summary>
    public static IncidentChange Correlate(Incident incident, Deploy? deploy, DateTimeOffset now)
    {
        var (start, target) = (StartOf(incident), DeployTarget.Of(incident.Subject));
        if (deploy is null || incident.Phase is IncidentPhase.Resolved || !DeployRules.IsNear(deploy, start, DeployRules.Lookback)
            || !DeployRules.Concerns(deploy, target)) return IncidentChange.None(incident);
        if (incident.Deploy is { } known && (known.At >= deploy.At || DeployRules.IsElsewhere(deploy, target))) return IncidentChange.None(incident);
        return new(
            incident with { Deploy = new(deploy.Id, deploy.At) },
            [new TimelineEvent(EventTypes.DeployCorrelated, "system", now, EventPayload.Of(
                ("deploy_id", deploy.Id), ("service", deploy.Service), ("actor", deploy.Actor), ("image", deploy.Image), ("version", deploy.Version),
                ("commit_sha", deploy.CommitSha), ("deployed_at", deploy.At),
                ("minutes_before_incident", DeployRules.MinutesBefore(deploy.At, start))))]);
    }

    /// <summary>The answer in one sentence.</summary>
    public static string Sentence(Deploy? deploy, DeployTarget target, DateTimeOffset start, int lookbackMinutes) => deploy is not null
        ? FormattableString.Invariant(
            $"Deploy by {deploy.Actor} ({deploy.Service}) was {DeployRules.MinutesBefore(deploy.At, start)} min before this incident")
        : FormattableString.Invariant($"No deploy{Of(target)} in the {lookbackMinutes} min before this incident");

    private static string Of(DeployTarget target) => string.IsNullOrEmpty(target.Service) ? "" : $" of {target.Service}";
}
