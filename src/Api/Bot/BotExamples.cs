namespace AiSre.Api.Bot;

/// <summary>What is asked and answered, as the description shows it.</summary>
internal static class BotExamples
{
    private const string Incident = "inc-01k5x8m2r9t4v";

    public static readonly BotRequest Request = new("What is wrong with payments-api?", Incident);

    public static readonly BotResponse Response = new(
        "\"Pod was OOMKilled\" (inc-01k5x8m2r9t4v) is critical and is open since 2026-01-15 10:30 UTC; nobody has it.", "diagnose", Incident,
        "payments-api",
        [
            new(
                "restart_pod", "production", "payments-api-7d8f9c6b5-x2k4m", null, null, true, true,
                "It needs the approval of an operator."),
        ], [], [new("incident", Incident, $"/incidents/{Incident}")]);
}
