using AiSre.Domain.Diagnosis;

namespace AiSre.Api.Diagnosis;

/// <param name="Service">That was asked for; null: all.</param>
/// <param name="Diagnoses">Incidents whose cause was looked for, the newest 5,000.</param>
/// <param name="Right">Of which people say that the cause was right.</param>
/// <param name="Wrong">That it was wrong.</param>
/// <param name="PredictionsHeld">The alert was gone after the action or the resolve, and stayed away.</param>
/// <param name="PredictionsFailed">It was not, or came back.</param>
/// <param name="PredictionsUnknown">Nobody can tell.</param>
/// <param name="ByConfidence">The same by how sure the rules were; bands without a diagnosis are left out.</param>
/// <param name="Causes">The same by cause, what was said most often first.</param>
public sealed record CalibrationResponse(
    DateTimeOffset GeneratedAt, string? Service, int Diagnoses, int Right, int Wrong, int PredictionsHeld, int PredictionsFailed,
    int PredictionsUnknown, IReadOnlyList<ConfidenceBandItem> ByConfidence, IReadOnlyList<CauseCalibrationItem> Causes)
{
    internal static CalibrationResponse From(CalibrationReport report, string? service, DateTimeOffset now)
    {
        var tally = report.Tally;
        return new(
            now, service, tally.Said, tally.Right, tally.Wrong, tally.Held, tally.Failed, tally.Unknown,
            [.. report.Bands.Select(ConfidenceBandItem.Of)], [.. report.Causes.Select(CauseCalibrationItem.From)]);
    }
}

/// <param name="From">Included.</param>
/// <param name="To">Not included, but for 1.</param>
/// <param name="RightShare">Of those that people have judged; null: they have judged none.</param>
public sealed record ConfidenceBandItem(
    double From, double To, int Said, int Right, int Wrong, int PredictionsHeld, int PredictionsFailed, int PredictionsUnknown, double? RightShare)
{
    internal static ConfidenceBandItem Of(ConfidenceBand band) => new(
        band.From, band.To, band.Tally.Said, band.Tally.Right, band.Tally.Wrong, band.Tally.Held, band.Tally.Failed, band.Tally.Unknown,
        band.Tally.Right + band.Tally.Wrong is > 0 and var judged ? Math.Round((double)band.Tally.Right / judged, 2) : null);
}

/// <param name="Cause">Of the closed list, or "undetermined".</param>
/// <param name="BaseConfidence">The mean of what the rules gave.</param>
/// <param name="AdjustedConfidence">The mean of the same, moved by what people have said of the cause for each service.</param>
public sealed record CauseCalibrationItem(
    string Cause, int Said, int Right, int Wrong, int PredictionsHeld, int PredictionsFailed, int PredictionsUnknown, double BaseConfidence,
    double AdjustedConfidence, IReadOnlyList<ConfidenceBandItem> ByConfidence)
{
    internal static CauseCalibrationItem From(CauseCalibration one) => new(
        one.Cause, one.Tally.Said, one.Tally.Right, one.Tally.Wrong, one.Tally.Held, one.Tally.Failed, one.Tally.Unknown, one.BaseConfidence,
        one.AdjustedConfidence, [.. one.Bands.Select(ConfidenceBandItem.Of)]);
}
