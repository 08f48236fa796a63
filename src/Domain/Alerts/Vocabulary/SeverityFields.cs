namespace AiSre.Domain.Alerts.Vocabulary;

/// <summary>
/// Where a severity is looked for, in this order; the first word that is known counts. First the fields of the body, then the labels or tags of the
/// same names, then the annotation <c>severity</c>, then a prefix of the title such as <c>[P1]</c>.
/// </summary>
public static class SeverityFields
{
    public static readonly string[] All =
        ["severity", "priority", "level", "sev", "urgency", "criticality", "importance", "impact_level", "alert_severity", "alert_priority",
            "severity_level"];

    /// <summary>Those that labels use, in the same order.</summary>
    public static readonly string[] Labels = ["severity", "priority", "level", "sev"];
}
