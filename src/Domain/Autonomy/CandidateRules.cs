using AiSre.Domain.Incidents;

namespace AiSre.Domain.Autonomy;

/// <summary>For which incidents autonomy may think of acting, and in which order.</summary>
public static class CandidateRules
{
    /// <summary>An action needs time before one can tell whether it helped.</summary>
    public static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(30);

    /// <summary>What two actions of a machine have not mended, a third does not.</summary>
    public const int MostActions = 2;

    /// <summary>By then somebody has looked whether an action helped.</summary>
    private static readonly TimeSpan LookedAt = TimeSpan.FromMinutes(5);

    /// <summary>The worst first, then those that have waited longest.</summary>
    public static IEnumerable<AutonomyCandidate> InOrder(IEnumerable<AutonomyCandidate> candidates) =>
        candidates.OrderByDescending(candidate => candidate.Incident.Severity).ThenBy(candidate => candidate.Incident.CreatedAt)
            .ThenBy(candidate => candidate.Incident.Id, StringComparer.Ordinal);

    /// <summary>Why autonomy keeps off an incident; null: it does not.</summary>
    public static string? WhyNot(AutonomyCandidate candidate, DateTimeOffset now) => candidate.Incident switch
    {
        { Phase: IncidentPhase.Resolved } => "The incident is resolved.",
        { Phase: not IncidentPhase.Open, AcknowledgedBy: { } by } => $"{by} has acknowledged it: a person has it.",
        { Phase: not IncidentPhase.Open } => "It is acknowledged: a person has it.",
        { AssignedTo: { Length: > 0 } to } => $"It is assigned to {to}: a person has it.",
        { SnoozedUntil: { } until } when until > now => "A person has snoozed it.",
        { Silenced: not null } => "A silence or a maintenance window is over it.",
        { Flapping: true } => "It flaps: what comes and goes by itself is not acted on.",
        _ when candidate.ParentId is { } parent => $"It belongs to {parent}, which is looked at instead.",
        _ => null,
    };

    /// <summary>Autonomy has done what it may, and the incident is there all the same: a person must hear that.</summary>
    public static bool IsGivenUp(IReadOnlyCollection<AutonomousTry> tries, DateTimeOffset now) =>
        tries.Count(done => done.IsExecuted) >= MostActions && tries.All(done => !done.IsExecuted || done.At <= now - LookedAt);

    /// <summary>Why it is not tried again now; null: it may be.</summary>
    /// <param name="tries">What autonomy has tried for the incident.</param>
    /// <param name="isManual">A person wants to see it: what was only tried is tried again.</param>
    /// <param name="now">The time.</param>
    public static string? WhyNotAgain(IReadOnlyCollection<AutonomousTry> tries, bool isManual, DateTimeOffset now)
    {
        if (tries.Count(done => done.IsExecuted) >= MostActions)
            return FormattableString.Invariant($"Autonomy has acted {MostActions} times for it already; the next step is a person's.");
        return tries.Any(done => (done.IsExecuted || !isManual) && done.At > now - BetweenTries)
            ? FormattableString.Invariant($"Autonomy has tried within the last {BetweenTries.TotalMinutes} minutes.")
            : null;
    }
}

/// <param name="Incident">An incident that is not resolved.</param>
/// <param name="ParentId">What it belongs to; null: to none.</param>
public sealed record AutonomyCandidate(Incident Incident, string? ParentId);

/// <summary>Something that autonomy tried for an incident.</summary>
/// <param name="IsExecuted">A provider was called.</param>
public readonly record struct AutonomousTry(DateTimeOffset At, bool IsExecuted);
