namespace AiSre.Api.Autonomy;

/// <summary>What is sent and answered, as the description shows it.</summary>
internal static class AutonomyExamples
{
    private const string Incident = "inc-01jh8k6z5v3qm";

    private static readonly DateTimeOffset At = new(2026, 1, 15, 10, 32, 30, TimeSpan.Zero);

    public static readonly AutonomyStatusResponse Status = new(
        false, true, true, 30, 20, ["restart_pod"], [], "hybrid", false, [], [new("restart_pod", "payments-api", 6, 1, 0, 4)], null, null);

    public static readonly AutonomySettingsRequest Settings = new(Enabled: true, AllowedNamespaces: ["shop-*"]);

    public static readonly AutonomyResetRequest Reset = new("workspace");

    public static readonly AutonomyCycleResponse Cycle = new(
        "cyc-01jh8k6z5v3qp", false, true, At, At.AddSeconds(1), 2,
        [new(Incident, "restart_pod", "production", "payments-api-7d8f9c6b5-x2k4m", 0.9, "The container main was killed for its memory.")], [], [],
        [
            new(Incident, "The namespace production is not among those in which autonomy may act."),
            new("inc-01jh8k6z5v3qn", "dave has acknowledged it: a person has it."),
        ],
        false);
}
