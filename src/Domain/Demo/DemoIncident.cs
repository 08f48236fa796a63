using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;
using AiSre.Domain.Notifications;
using AiSre.Domain.Slos;

namespace AiSre.Domain.Demo;

/// <summary>An incident of the story as it has become, with everything that is stored of it.</summary>
public sealed record DemoIncident
{
    /// <summary>As it was opened.</summary>
    public required Incident Opened { get; init; }

    public required Incident Now { get; init; }

    /// <summary>What its alert said.</summary>
    public required AlertSignal Signal { get; init; }

    /// <summary>The text that the alert was read from; null for what no tool sends.</summary>
    public string? Body { get; init; }

    /// <summary>The alert's identity key.</summary>
    public required string Identity { get; init; }

    /// <summary>How often the alert came.</summary>
    public required int Count { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>When the alert was over; null while it fires.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public FlappingState Flapping { get; init; } = FlappingState.Calm;

    /// <summary>Its end is held back since then.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    public string? ParentId { get; init; }

    /// <summary>Why it belongs to its parent.</summary>
    public string? Reason { get; init; }

    /// <summary>In their order; what its place in a group says is not among them.</summary>
    public ImmutableArray<TimelineEvent> Events { get; init; } = [];

    public ImmutableArray<DemoMessage> Messages { get; init; } = [];

    /// <summary>When it was open, oldest first.</summary>
    public IEnumerable<SloDowntime> Downtimes => IncidentDowntimeRules.Of(
        Now,
        [
            .. Events.Where(e => e.Type is EventTypes.IncidentResolved or EventTypes.IncidentReopened)
                .Select(e => new PhaseTurn(e.At, e.Type is EventTypes.IncidentReopened)),
        ]);

    /// <summary>What it has still to do.</summary>
    public ImmutableArray<IncidentWake> Wakes { get; init; } = [];
}

/// <summary>A message of the past.</summary>
/// <param name="Message">What was sent.</param>
/// <param name="At">When it was written.</param>
/// <param name="DoneAt">When it was sent, or given up.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">Why it was given up; null: it arrived.</param>
public sealed record DemoMessage(OutboxMessage Message, DateTimeOffset At, DateTimeOffset DoneAt, int Attempts, string? Error);
