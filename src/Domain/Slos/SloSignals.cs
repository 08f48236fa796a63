using System.Collections.Immutable;
using AiSre.Domain.Alerts;
using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>What the intake is told of an objective, through the same door as every alert.</summary>
public static class SloSignals
{
    /// <summary>The label that says which SLO an alert is of.</summary>
    public const string NameLabel = "slo";

    /// <summary>A tier has risen.</summary>
    public static AlertSignal Firing(SloDefinition slo, SloTier tier, SloBudget budget)
    {
        var burn = budget.Burns.FirstOrDefault(one => one.Tier == tier);
        var speed = burn is { LongBurn: { } wide }
            ? FormattableString.Invariant(
                $"It burns {SloRounding.Burn(wide)} times as fast as it may over the last {burn.LongMinutes} minutes; {burn.Factor} is too fast. ")
            : "";
        return Of(slo, SloFingerprint.Of(slo.Name, tier), SignalKind.Firing) with
        {
            Title = $"The error budget of {slo.Name} burns too fast ({tier.Name()})",
            Description = speed + FormattableString.Invariant(
                $"{SloRounding.Minutes(budget.RemainingMinutes)} of {SloRounding.Minutes(budget.TotalMinutes)} minutes are left, ")
                + FormattableString.Invariant($"{SloRounding.Percent(budget.RemainingPercent)} %."),
            Severity = SeverityOf(tier),
            Labels = Labels(slo, tier.Name()),
        };
    }

    /// <summary>Its data has been missing for too long.</summary>
    public static AlertSignal Absent(SloDefinition slo, DateTimeOffset? lastData) =>
        Of(slo, SloFingerprint.OfAbsence(slo.Name), SignalKind.Firing) with
        {
            Title = $"Nothing is known of {slo.Name} any more",
            Description = (lastData is { } last ? $"Its source was last heard at {SloWords.At(last)}. " : "")
                + "While it says nothing, nobody can tell whether the promise is kept.",
            Severity = Severity.Warning,
            Labels = Labels(slo, "absent"),
        };

    /// <summary>What was told is over.</summary>
    public static AlertSignal Over(string service, string fingerprint) => Of(service, fingerprint, SignalKind.Resolved);

    private static Severity SeverityOf(SloTier tier) => tier switch
    {
        SloTier.PageFast => Severity.Critical,
        SloTier.PageSlow => Severity.High,
        _ => Severity.Warning,
    };

    private static ImmutableArray<AlertLabel> Labels(SloDefinition slo, string tier) =>
        AlertLabels.Sorted([new(NameLabel, slo.Name), new("tier", tier)]);

    private static AlertSignal Of(SloDefinition slo, string fingerprint, SignalKind kind) => Of(slo.Service, fingerprint, kind);

    private static AlertSignal Of(string service, string fingerprint, SignalKind kind) => new()
    {
        Source = AlertSource.Slo,
        ReportedSource = AlertSource.Slo,
        Kind = kind,
        Identity = fingerprint,
        Fingerprint = fingerprint,
        Subject = new AlertSubject { Service = service },
    };
}
