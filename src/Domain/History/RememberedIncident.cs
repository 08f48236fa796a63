using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Domain.History;

/// <summary>
/// What is remembered of an incident for comparing and counting, open ones too. Small, because a hundred thousand of them stay in memory: the words
/// of its description are gone, those of its title are masked.
/// </summary>
public sealed record RememberedIncident
{
    public required string Id { get; init; }

    /// <summary>Rises with the order of birth.</summary>
    public long RowId { get; init; }

    public required string Source { get; init; }

    /// <summary>The service, else the workload; null for what is about neither.</summary>
    public string? Service { get; init; }

    public string? Workload { get; init; }
    public string? Namespace { get; init; }

    /// <summary>What its rule is called: the label <c>alertname</c>, else the masked title.</summary>
    public required string AlertName { get; init; }

    /// <summary>See <see cref="PatternLabels"/>.</summary>
    public required string Pattern { get; init; }

    /// <summary>The title without what differs from one firing to the next.</summary>
    public required string Title { get; init; }

    public required Severity Severity { get; init; }
    public IncidentPhase Phase { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public DateTimeOffset? FirstResponseAt { get; init; }
    public bool ResolvedByHuman { get; init; }

    /// <summary>The incident that it is a child of.</summary>
    public string? ParentId { get; init; }

    /// <summary>Actions that were executed for it, dry runs not counted.</summary>
    public int Actions { get; init; }

    /// <summary>When people were paged for it, oldest first.</summary>
    public ImmutableArray<PageMade> Pages { get; init; } = [];

    /// <summary>What a repeat has in common with what came before: the pattern, and where that is unknown the title.</summary>
    public string Kind => Pattern == FailurePatterns.Unknown ? Title : Pattern;

    public bool IsResolved => Phase is IncidentPhase.Resolved && ResolvedAt is not null;

    /// <summary>Until the last resolve, never negative: a sender's clock may be wrong. Null while it is open.</summary>
    public TimeSpan? TimeToResolve => IsResolved ? NotNegative(ResolvedAt!.Value - CreatedAt) : null;

    public TimeSpan? TimeToRespond => FirstResponseAt is { } at ? NotNegative(at - CreatedAt) : null;

    /// <param name="incident">As it is now.</param>
    /// <param name="rowId">Of its row.</param>
    /// <param name="parentId">Whose child it is.</param>
    /// <param name="actions">How many were executed for it.</param>
    public static RememberedIncident Of(Incident incident, long rowId, string? parentId, int actions)
    {
        var title = TitleNormalizer.Normalize(incident.Title);
        return new()
        {
            Id = incident.Id,
            RowId = rowId,
            Source = incident.Source,
            Service = ServiceScope.Of(incident.Subject),
            Workload = WorkloadOf(incident.Subject),
            Namespace = incident.Subject.Namespace,
            AlertName = incident.Labels.FirstOrDefault(label => label.Name == "alertname").Value is { Length: > 0 } name ? name : title,
            Pattern = PatternLabels.PatternOf(incident),
            Title = title,
            Severity = incident.Severity,
            Phase = incident.Phase,
            CreatedAt = incident.CreatedAt,
            ResolvedAt = incident.ResolvedAt,
            FirstResponseAt = incident.FirstResponseAt,
            ResolvedByHuman = incident.ResolvedByHuman,
            ParentId = parentId,
            Actions = actions,
            Pages = incident.Escalation is { } escalation
                ? [.. escalation.Fired.Where(step => step.Outcome == StepOutcome.Sent).Select(step => new PageMade(step.FiredAt, step.People))]
                : [],
        };
    }

    private static string? WorkloadOf(AlertSubject subject) => Alerts.Workload.Of(subject) is { Length: > 0 } workload ? workload : null;

    private static TimeSpan NotNegative(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;
}

/// <param name="At">When.</param>
/// <param name="People">Whom the step named, by their ids.</param>
public readonly record struct PageMade(DateTimeOffset At, ImmutableArray<string> People);
