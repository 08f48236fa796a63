namespace AiSre.Api.Escalation;

/// <summary>What is answered, as the description shows it.</summary>
internal static class EscalationExamples
{
    public static readonly EscalationPreviewResponse Preview = new(
        "search", "critical", 20, "search-policy", new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero), new(0, 2, 10, ["eve"], ["pagerduty"]),
        [new(0, 1, 0, ["dave"]), new(0, 2, 10, ["eve"])], new(0, 3, 10, ["frank"]), Exhausted: false, AssumesUnacknowledged: true);
}
