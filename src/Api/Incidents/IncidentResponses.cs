using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AiSre.Api.Escalation;
using AiSre.Api.Json;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;
using AiSre.Grains.Incidents;

namespace AiSre.Api.Incidents;

/// <param name="Incidents">Those of this page.</param>
/// <param name="Count">How many these are.</param>
/// <param name="NextCursor">For the next page; null when this is the last one.</param>
/// <param name="Total">How many match in all, at most 10,000.</param>
/// <param name="TotalCut">There are more than <paramref name="Total"/>.</param>
public sealed record IncidentListResponse(
    IReadOnlyList<IncidentResponse> Incidents, int Count, string? NextCursor, long Total, bool TotalCut);

/// <summary>An incident as the API shows it, in lists and by itself.</summary>
public sealed record IncidentResponse
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public required string Severity { get; init; }

    /// <summary>True when no sender named a severity and the default stands in.</summary>
    public bool SeverityDefaulted { get; init; }

    public required string Source { get; init; }

    /// <summary>open, acknowledged or resolved.</summary>
    public required string State { get; init; }

    public string? Cluster { get; init; }
    public string? Namespace { get; init; }
    public string? Pod { get; init; }
    public string? Deployment { get; init; }
    public string? Service { get; init; }
    public string? Node { get; init; }
    public string? Container { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public string? ResolvedBy { get; init; }
    public string? Resolution { get; init; }
    public string? AssignedTo { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }
    public int ReopenCount { get; init; }
    public string? PreviousIncidentId { get; init; }
    public string? ParentId { get; init; }
    public string? GroupId { get; init; }
    public bool Flapping { get; init; }

    /// <summary>Nobody is told of it for now, by a silence or a maintenance window; null when people are.</summary>
    public SilencedResponse? Silenced { get; init; }

    /// <summary>How often its alerts fired.</summary>
    public long OccurrenceCount { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>When its timeline got its newest event; repeats are none.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AlertLink>? Links { get; init; }

    /// <summary>Who was told and who is next; in the detail only, and only where somebody is to be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EscalationResponse? Escalation { get; init; }

    public required string WorkspaceId { get; init; }

    public static IncidentResponse From(Incident incident, IncidentFacts? facts, bool whole = false) => new()
    {
        Id = incident.Id,
        Title = incident.Title,
        Description = whole ? incident.Description : incident.Description.Length > 300 ? incident.Description[..300] : incident.Description,
        Severity = incident.Severity.Name(),
        SeverityDefaulted = incident.SeverityDefaulted,
        Source = incident.Source,
        State = incident.Phase.Name(),
        Cluster = incident.Subject.Cluster,
        Namespace = incident.Subject.Namespace,
        Pod = incident.Subject.Pod,
        Deployment = incident.Subject.Deployment,
        Service = incident.Subject.Service,
        Node = incident.Subject.Node,
        Container = incident.Subject.Container,
        CreatedAt = incident.CreatedAt,
        StartsAt = incident.StartsAt,
        AcknowledgedAt = incident.AcknowledgedAt,
        AcknowledgedBy = incident.AcknowledgedBy,
        ResolvedAt = incident.ResolvedAt,
        ResolvedBy = incident.ResolvedBy,
        Resolution = incident.Resolution,
        AssignedTo = incident.AssignedTo,
        SnoozedUntil = incident.SnoozedUntil,
        ReopenCount = incident.ReopenCount,
        PreviousIncidentId = incident.PreviousIncidentId,
        ParentId = facts?.ParentId,
        GroupId = facts?.GroupId,
        Flapping = incident.Flapping,
        Silenced = incident.Silenced is { } mark ? new(mark.SilenceId, mark.Until, mark.Maintenance, mark.Comment) : null,
        OccurrenceCount = facts?.Occurrences ?? 0,
        LastSeen = facts?.LastSeen,
        UpdatedAt = facts?.UpdatedAt,
        Labels = whole ? incident.Labels.ToDictionary(label => label.Name, label => label.Value) : null,
        Links = whole ? LinksOf(incident) : null,
        Escalation = whole ? EscalationResponse.From(incident) : null,
        WorkspaceId = incident.Workspace,
    };

    private static ImmutableArray<AlertLink> LinksOf(Incident incident) =>
        incident.Unrecognised ? incident.Links.Add(new("raw body", $"/incidents/{incident.Id}/deliveries")) : incident.Links;
}

/// <param name="Until">As far as is known; the silence can be ended earlier.</param>
public sealed record SilencedResponse(string SilenceId, DateTimeOffset Until, bool Maintenance, string? Comment);

public sealed record IncidentDetailResponse(IncidentResponse Incident, IncidentSummary Metrics, IReadOnlyList<ActionResponse> Actions);

/// <param name="TimeToFirstResponseMinutes">Until the first acknowledgement, note or approved action by a person.</param>
/// <param name="ResolutionTimeMinutes">Until the last resolve; null while it is open.</param>
/// <param name="ActionsTaken">Executed actions, dry runs not counted.</param>
/// <param name="TimeToFirstActionMinutes">Until the first of them, whoever did it.</param>
public sealed record IncidentSummary(
    double? TimeToFirstResponseMinutes, double? ResolutionTimeMinutes, int ActionsTaken, double? TimeToFirstActionMinutes)
{
    public static IncidentSummary From(Incident incident, IReadOnlyCollection<ActionFacts> actions)
    {
        var taken = Taken(actions).ToList();
        var metrics = IncidentMetrics.Of(
            incident.CreatedAt, incident.FirstResponseAt, null, null, incident.ResolvedAt, taken.Count, FirstAction(taken));
        return new(
            metrics.TimeToFirstResponseMinutes, metrics.ResolutionTimeMinutes, metrics.ActionsTaken, metrics.TimeToFirstActionMinutes);
    }

    /// <summary>When the first action was executed; null: none was.</summary>
    public static DateTimeOffset? FirstAction(IReadOnlyCollection<ActionFacts> actions) => Taken(actions).Min(action => (DateTimeOffset?)action.At);

    private static IEnumerable<ActionFacts> Taken(IReadOnlyCollection<ActionFacts> actions) =>
        actions.Where(action => action is { DryRun: false, Outcome: not ("denied" or "noop") });
}

/// <param name="Verified">Whether a look afterwards saw that it helped; null: nobody has looked, or nobody can tell.</param>
public sealed record ActionResponse(
    string? ActionId, string Action, string Outcome, bool DryRun, string? Namespace, string Actor, DateTimeOffset CreatedAt, bool? Verified)
{
    public static ActionResponse From(ActionFacts facts) =>
        new(facts.Id, facts.Action, facts.Outcome, facts.DryRun, facts.Namespace, facts.Actor, facts.At, facts.Verified);
}

public sealed record ActionsResponse(string IncidentId, IReadOnlyList<ActionResponse> Actions, int Count);

public sealed record TimelineResponse(string IncidentId, IReadOnlyList<TimelineItem> Events, int Count);

public sealed record TimelineItem(string EventType, string Actor, JsonElement Payload, DateTimeOffset CreatedAt)
{
    public static TimelineItem From(TimelineEvent e) => new(e.Type, e.Actor, JsonElement.Parse(e.Payload), e.At);
}

public sealed record DeliveriesResponse(string IncidentId, IReadOnlyList<DeliveryItem> Deliveries, int Count);

/// <param name="EventType">What it did, as the timeline says.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="Body">As it came, with this alert alone and without secrets; a text where it is too long or too deep to be shown as JSON.</param>
/// <param name="CreatedAt">When it was received.</param>
public sealed record DeliveryItem(string EventType, string Actor, JsonElement Body, DateTimeOffset CreatedAt)
{
    public static DeliveryItem From(KeptDelivery kept) => new(kept.Type, kept.Actor, StoredJson.Of(kept.Body), kept.At);
}

public sealed record MetricsResponse(string IncidentId, IncidentSummary Summary, IReadOnlyList<MetricPoint> Timeline);

public sealed record MetricPoint(string MetricName, double Value, DateTimeOffset CreatedAt);

public sealed record GroupResponse(string IncidentId, string? GroupId, string? ParentId, IReadOnlyList<GroupChild> Children, bool IsParent);

public sealed record ActivityResponse(IReadOnlyList<ActivityItem> Activity, int Count);

public sealed record ActivityItem(string Action, string? IncidentId, string Outcome, string Actor, string? WorkspaceId, DateTimeOffset CreatedAt);

/// <summary>Why its alerts were merged, or not, rule by rule.</summary>
/// <param name="Alerts">The identities that the incident stands for.</param>
/// <param name="Decisions">What the timeline says about merging, grouping and reopening, oldest first.</param>
/// <param name="Rules">The ladder as it would be climbed by a signal like this one.</param>
public sealed record ExplainResponse(
    string IncidentId, IReadOnlyList<ExplainedAlert> Alerts, IReadOnlyList<TimelineItem> Decisions, IReadOnlyList<ExplainedRule> Rules,
    string? GroupReason);

public sealed record ExplainedAlert(
    string Identity, string Status, string Title, string ContentHash, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

public sealed record ExplainedRule(string Rule, bool Applies, string Why);
