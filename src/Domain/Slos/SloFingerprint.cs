using AiSre.Domain.Definitions.Slos;

namespace AiSre.Domain.Slos;

/// <summary>By which an SLO's alerts are known again, so that a tier has one incident however often it is evaluated.</summary>
public static class SloFingerprint
{
    /// <summary>The source of alerts that SLOs raise; incidents of it are no downtime of any SLO.</summary>
    public const string Source = "slo";

    public static string Of(string name, SloTier tier) => $"slo:{name}:{tier.Name()}";

    /// <summary>Of the alert that its data is missing.</summary>
    public static string OfAbsence(string name) => $"slo:{name}:absent";
}
