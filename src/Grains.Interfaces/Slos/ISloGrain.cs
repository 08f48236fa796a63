using System.Collections.Immutable;
using AiSre.Domain.Definitions.Slos;
using AiSre.Domain.Slos;

namespace AiSre.Grains.Slos;

/// <summary>
/// One objective: its events, corrections, and which of its tiers fire. What it is defined as, callers bring along, who have it from
/// <see cref="ISlosGrain"/>. Key: <see cref="GrainKeys.Slo"/>.
/// </summary>
[Alias("aisre.slo")]
public interface ISloGrain : IGrainWithStringKey
{
    /// <summary>
    /// Looks where it stands and opens or resolves the incidents of its tiers. What comes from a Prometheus is asked for meanwhile, and what it
    /// answers is looked at then.
    /// </summary>
    /// <returns>How it stands as far as is known; null: nothing is known yet.</returns>
    [Alias("evaluate"), Idempotent, ResponseTimeout("00:00:15")]
    Task<SloStanding?> EvaluateAsync(SloDefinition definition);

    /// <summary>A source has answered.</summary>
    [Alias("conclude"), Idempotent, ResponseTimeout("00:00:15")]
    Task ConcludeAsync(SloDefinition definition, SourceAnswer said);

    /// <summary>The budget as it is now; of what comes from a Prometheus, as it was when that was last asked.</summary>
    /// <param name="definition">Its own, or what it might be.</param>
    /// <param name="isWhatIf">It is not its own: what fires now does not count, and a Prometheus is asked anew.</param>
    [Alias("report"), Idempotent, ResponseTimeout("00:00:15")]
    Task<SloReport> ReportAsync(SloDefinition definition, bool isWhatIf);

    /// <summary>Counts events. A batch that is known already changes nothing.</summary>
    [Alias("take")]
    Task<SloEventsOutcome> TakeAsync(SloDefinition definition, string? batchId, ImmutableArray<SloEventCount> counts);

    /// <summary>How the budget went.</summary>
    [Alias("history"), Idempotent, ResponseTimeout("00:00:15")]
    Task<ImmutableArray<SloPoint>> HistoryAsync(SloDefinition definition, DateTimeOffset from, DateTimeOffset to, TimeSpan step);

    /// <summary>What an incident of its service has cost the budget; null: nothing is known of that time.</summary>
    [Alias("burnt"), Idempotent, ResponseTimeout("00:00:15")]
    Task<SloBurnt?> BurntAsync(SloDefinition definition, string incidentId, DateTimeOffset from, DateTimeOffset until);

    /// <summary>Times that do not count, those that begin first first.</summary>
    [Alias("corrections"), Idempotent]
    Task<ImmutableArray<Correction>> CorrectionsAsync();

    /// <summary>Takes a time out of the budget.</summary>
    [Alias("correct")]
    Task<CorrectionOutcome> CorrectAsync(Correction correction);

    /// <returns>False: there is none of this id.</returns>
    [Alias("withdraw"), Idempotent]
    Task<bool> WithdrawAsync(string correctionId, string actor);

    /// <summary>It is defined no more: what it has open is resolved.</summary>
    [Alias("retire"), Idempotent]
    Task RetireAsync();
}

/// <summary>What a source said when it was asked.</summary>
/// <param name="At">As of when.</param>
/// <param name="Reading">Null: it could not be asked, or refused.</param>
/// <param name="Problem">Why, as a sentence.</param>
/// <param name="IsWrong">It will refuse again until the definition is changed.</param>
/// <param name="Minute">What there was in the last whole minute, for charts; null: nothing.</param>
/// <param name="To">Which questions it answers: equal for equal ones.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-source-answer")]
public sealed record SourceAnswer(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] SloReading? Reading, [property: Id(2)] string? Problem = null,
    [property: Id(3)] bool IsWrong = false, [property: Id(4)] SloAmount? Minute = null, [property: Id(5)] string To = "");

/// <param name="Budget">What is left.</param>
/// <param name="Reading">What it was reckoned from, so that others can be reckoned from it.</param>
/// <param name="Downtimes">Of the source incidents: which they were, and when.</param>
/// <param name="Corrections">What does not count.</param>
/// <param name="Problem">What is wrong with the source, as a sentence; null: nothing.</param>
/// <param name="Tiers">Since when tiers fire.</param>
/// <param name="Changes">What was promised before, oldest first.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-report")]
public sealed record SloReport(
    [property: Id(0)] SloBudget Budget, [property: Id(1)] SloReading Reading, [property: Id(2)] ImmutableArray<SloDowntime> Downtimes,
    [property: Id(3)] ImmutableArray<Correction> Corrections, [property: Id(4)] string? Problem,
    [property: Id(5)] ImmutableArray<SloTierState> Tiers, [property: Id(6)] ImmutableArray<SloPromiseChange> Changes);

/// <summary>Events of one minute.</summary>
[GenerateSerializer, Immutable, Alias("aisre.slo-event-count")]
public readonly record struct SloEventCount([property: Id(0)] DateTimeOffset At, [property: Id(1)] long Good, [property: Id(2)] long Total);

/// <param name="Accepted">Counted, or known already.</param>
/// <param name="IsRepeat">The batch was known.</param>
/// <param name="Refused">Which of the events, by its place, is too old or lies in the future; then none was counted.</param>
/// <param name="IsTooMany">More batches came in a day than can be remembered; none was counted.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-events-outcome")]
public sealed record SloEventsOutcome(
    [property: Id(0)] int Accepted, [property: Id(1)] bool IsRepeat = false, [property: Id(2)] int? Refused = null,
    [property: Id(3)] bool IsTooMany = false);

/// <summary>A point of a chart.</summary>
/// <param name="At">When the step ends.</param>
/// <param name="RemainingPercent">Null: nothing is known.</param>
/// <param name="Amount">In the step; null: nothing.</param>
/// <param name="Burns">By tier, over its long look-back.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-point")]
public sealed record SloPoint(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] double? RemainingPercent, [property: Id(2)] double? RemainingMinutes,
    [property: Id(3)] SloAmount? Amount, [property: Id(4)] ImmutableArray<TierBurn> Burns);

/// <param name="Correction">As it is stored; null when it was refused.</param>
/// <param name="Problem">Why it was, as a sentence.</param>
[GenerateSerializer, Immutable, Alias("aisre.slo-correction-outcome")]
public sealed record CorrectionOutcome([property: Id(0)] Correction? Correction, [property: Id(1)] string? Problem = null);
