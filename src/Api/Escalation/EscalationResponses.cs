using AiSre.Domain.Alerts;
using AiSre.Domain.Escalation;
using AiSre.Domain.Incidents;

namespace AiSre.Api.Escalation;

/// <param name="At">For which instant who is on call was asked.</param>
/// <param name="CurrentLevel">The latest step; null before the first.</param>
/// <param name="Fired">All steps so far, the latest included.</param>
/// <param name="Next">Null when there is none.</param>
/// <param name="Exhausted">The last pass is over.</param>
/// <param name="AssumesUnacknowledged">Always true: nobody has answered.</param>
public sealed record EscalationPreviewResponse(
    string? Service, string Severity, int MinutesElapsed, string Policy, DateTimeOffset At, CurrentLevelResponse? CurrentLevel,
    IReadOnlyList<FiredLevelResponse> Fired, NextLevelResponse? Next, bool Exhausted, bool AssumesUnacknowledged)
{
    public static EscalationPreviewResponse From(EscalationPreview preview, string? service, Severity severity, int minutes) => new(
        service, severity.Name(), minutes, preview.Policy, preview.At,
        preview.Current is { } current ? new(current.Cycle, current.Level, current.AfterMinutes, current.Targets, current.Channels) : null,
        [.. preview.Fired.Select(step => new FiredLevelResponse(step.Cycle, step.Level, step.AfterMinutes, step.Targets))],
        preview.Next is { } next ? new(next.Cycle, next.Level, next.InMinutes, next.Targets) : null,
        preview.Exhausted, AssumesUnacknowledged: true);
}

/// <param name="Cycle">0 is the first pass.</param>
/// <param name="Level">1 is the first level.</param>
/// <param name="AfterMinutes">Counted from the incident's start.</param>
/// <param name="Targets">People.</param>
public sealed record CurrentLevelResponse(int Cycle, int Level, int AfterMinutes, IReadOnlyList<string> Targets, IReadOnlyList<string> Channels);

public sealed record FiredLevelResponse(int Cycle, int Level, int AfterMinutes, IReadOnlyList<string> Targets);

public sealed record NextLevelResponse(int Cycle, int Level, int InMinutes, IReadOnlyList<string> Targets);

/// <summary>Where an incident's escalation stands.</summary>
/// <param name="Status"><c>active</c>, <c>held</c>, <c>acknowledged</c>, <c>resolved</c>, <c>exhausted</c> or <c>cancelled</c>.</param>
/// <param name="HeldUntil">When it is held: until when, as far as is known.</param>
/// <param name="HeldBy">Why: <c>quiet_hours</c>, <c>snoozed</c>, <c>silenced</c>, <c>maintenance</c> or <c>flapping</c>.</param>
public sealed record EscalationResponse(
    string Policy, string Status, DateTimeOffset StartedAt, NextStepResponse? NextStep, IReadOnlyList<FiredStepResponse> Fired, string? HeldBy,
    DateTimeOffset? HeldUntil)
{
    public static EscalationResponse? From(Incident incident)
    {
        if (incident.Escalation is not { } state) return null;
        var next = EscalationRules.Next(state, incident.Severity);
        return new(
            state.Policy.Name,
            state.Hold is not null ? "held" : StatusOf(state.Status),
            state.StartedAt,
            next is { } step ? new(step.Cycle, step.Level, Later(step.DueAt, state.Hold?.Until), step.Of(state.Policy).Targets) : null,
            [.. state.Fired.Select(FiredStepResponse.From)],
            state.Hold?.Why,
            state.Hold?.Until);
    }

    private static DateTimeOffset Later(DateTimeOffset due, DateTimeOffset? held) => held > due ? held.Value : due;

    private static string StatusOf(EscalationStatus status) => status switch
    {
        EscalationStatus.Active => "active",
        EscalationStatus.Acknowledged => "acknowledged",
        EscalationStatus.Resolved => "resolved",
        EscalationStatus.Exhausted => "exhausted",
        _ => "cancelled",
    };
}

/// <param name="Targets">As the policy names them.</param>
public sealed record NextStepResponse(int Cycle, int Level, DateTimeOffset At, IReadOnlyList<string> Targets);

/// <param name="Outcome"><c>sent</c>, <c>collapsed_into:c.L</c>, <c>nobody</c>, <c>suppressed</c> or <c>cancelled</c>.</param>
public sealed record FiredStepResponse(
    int Cycle, int Level, DateTimeOffset DueAt, DateTimeOffset FiredAt, string Outcome, IReadOnlyList<string> Persons, IReadOnlyList<string> Channels)
{
    public static FiredStepResponse From(FiredStep step) =>
        new(step.Cycle, step.Level, step.DueAt, step.FiredAt, step.Outcome, step.People, step.Channels);
}
