using System.Collections.Immutable;

namespace AiSre.Domain.Diagnosis;

/// <summary>How often diagnoses were right, by cause and by how sure they were.</summary>
public static class CalibrationRules
{
    /// <summary>The newest of a workspace; older ones no longer say how good the rules are.</summary>
    public const int MostVerdicts = 5_000;

    /// <summary>Where the bands begin; the last one ends with 1, included.</summary>
    private static readonly ImmutableArray<double> Bands = [0, 0.3, 0.5, 0.7, 0.8, 0.9];

    /// <summary>What people have said of each cause for one service.</summary>
    public static ImmutableArray<CauseCounts> Counts(IEnumerable<DiagnosisVerdict> verdicts, string service) =>
    [
        .. Judged(verdicts).Where(verdict => verdict.Service == service).GroupBy(verdict => verdict.Cause, StringComparer.Ordinal)
            .Select(same => CountsOf(same.Key, same)).OrderBy(count => count.Cause, StringComparer.Ordinal),
    ];

    /// <param name="verdicts">Of a workspace.</param>
    /// <param name="service">Only this one; null: all.</param>
    public static CalibrationReport Report(IReadOnlyCollection<DiagnosisVerdict> verdicts, string? service)
    {
        var own = service is null ? verdicts : [.. verdicts.Where(verdict => verdict.Service == service)];
        var counts = Judged(own).GroupBy(verdict => (verdict.Service, verdict.Cause))
            .ToDictionary(same => same.Key, same => CountsOf(same.Key.Cause, same));
        return new()
        {
            Tally = CalibrationTally.Of(own),
            Bands = BandsOf(own),
            Causes =
            [
                .. own.GroupBy(verdict => verdict.Cause, StringComparer.Ordinal).Select(same => Of(same.Key, [.. same], counts))
                    .OrderByDescending(cause => cause.Tally.Said).ThenBy(cause => cause.Cause, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Of which somebody has said whether the cause was right.</summary>
    private static IEnumerable<DiagnosisVerdict> Judged(IEnumerable<DiagnosisVerdict> verdicts) =>
        verdicts.Where(verdict => verdict is { IsRight: not null, Cause: not DiagnosisVerdict.Undetermined });

    private static CauseCounts CountsOf(string cause, IEnumerable<DiagnosisVerdict> same) =>
        new(cause, same.Count(one => one.IsRight is true), same.Count(one => one.IsRight is false));

    private static CauseCalibration Of(
        string cause, IReadOnlyCollection<DiagnosisVerdict> same, Dictionary<(string Service, string Cause), CauseCounts> counts) => new()
    {
        Cause = cause,
        Tally = CalibrationTally.Of(same),
        Bands = BandsOf(same),
        BaseConfidence = Mean(same, verdict => verdict.Confidence),
        AdjustedConfidence = Mean(same, verdict => counts.TryGetValue((verdict.Service, cause), out var said)
            ? ConfidenceRules.Adjusted(verdict.Confidence, said.Right, said.Wrong)
            : verdict.Confidence),
    };

    private static ImmutableArray<ConfidenceBand> BandsOf(IReadOnlyCollection<DiagnosisVerdict> verdicts) =>
    [
        .. Bands.Select((from, i) => (From: from, To: i + 1 < Bands.Length ? Bands[i + 1] : 1, IsLast: i + 1 == Bands.Length))
            .Select(band => new ConfidenceBand(band.From, band.To, CalibrationTally.Of(
                verdicts.Where(verdict => verdict.Confidence >= band.From && (band.IsLast || verdict.Confidence < band.To)))))
            .Where(band => band.Tally.Said > 0),
    ];

    private static double Mean(IEnumerable<DiagnosisVerdict> verdicts, Func<DiagnosisVerdict, double> of) => Math.Round(verdicts.Average(of), 2);
}

/// <param name="Said">Diagnoses.</param>
/// <param name="Right">Of which people say that they were right.</param>
/// <param name="Wrong">That they were wrong.</param>
/// <param name="Held">What they predicted was seen.</param>
/// <param name="Failed">It was not.</param>
/// <param name="Unknown">Nobody can tell.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.calibration-tally")]
public sealed record CalibrationTally(
    [property: Id(0)] int Said, [property: Id(1)] int Right, [property: Id(2)] int Wrong, [property: Id(3)] int Held, [property: Id(4)] int Failed,
    [property: Id(5)] int Unknown)
{
    public static CalibrationTally Of(IEnumerable<DiagnosisVerdict> verdicts) => verdicts.Aggregate(new CalibrationTally(0, 0, 0, 0, 0, 0),
        static (sum, one) => new(
            sum.Said + 1, sum.Right + One(one.IsRight is true), sum.Wrong + One(one.IsRight is false),
            sum.Held + One(one.Prediction is PredictionOutcome.Held), sum.Failed + One(one.Prediction is PredictionOutcome.Failed),
            sum.Unknown + One(one.Prediction is PredictionOutcome.Unknown)));

    private static int One(bool counts) => counts ? 1 : 0;
}

/// <param name="From">Included.</param>
/// <param name="To">Not included, but for 1.</param>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.confidence-band")]
public sealed record ConfidenceBand([property: Id(0)] double From, [property: Id(1)] double To, [property: Id(2)] CalibrationTally Tally);

/// <summary>How good a cause's rules are.</summary>
[GenerateSerializer, Immutable, Alias("aisre.diagnosis.cause-calibration")]
public sealed record CauseCalibration
{
    [Id(0)] public required string Cause { get; init; }
    [Id(1)] public required CalibrationTally Tally { get; init; }

    /// <summary>By the rules' own confidence, only those that occur.</summary>
    [Id(2)] public required ImmutableArray<ConfidenceBand> Bands { get; init; }

    /// <summary>The mean of what the rules gave.</summary>
    [Id(3)] public required double BaseConfidence { get; init; }

    /// <summary>The mean of the same, each moved by what people have said of this cause for its service.</summary>
    [Id(4)] public required double AdjustedConfidence { get; init; }
}

[GenerateSerializer, Immutable, Alias("aisre.diagnosis.calibration")]
public sealed record CalibrationReport
{
    [Id(0)] public required CalibrationTally Tally { get; init; }
    [Id(1)] public required ImmutableArray<ConfidenceBand> Bands { get; init; }

    /// <summary>What was said most often first.</summary>
    [Id(2)] public required ImmutableArray<CauseCalibration> Causes { get; init; }
}
