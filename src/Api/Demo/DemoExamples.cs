namespace AiSre.Api.Demo;

/// <summary>What is answered, as the description shows it.</summary>
internal static class DemoExamples
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static readonly DemoResponse Running = new(
        true, "running", "demo", "/console/demo/incidents", 111, 357,
        new Dictionary<string, int> { ["incidents"] = 32, ["silences"] = 5, ["definitions"] = 3, ["deploys"] = 71, ["actions"] = 0,
            ["slo_events"] = 0 },
        [new("definitions", 3, 3), new("silences", 5, 5), new("deploys", 71, 71),
            new("incidents", 32, 218), new("slo_events", 0, 60)], Start, null);

    public static readonly DemoResponse Done = Running with
    {
        State = "done", Done = 357, ByKind = [new("definitions", 3, 3), new("silences", 5, 5), new("deploys", 71, 71), new("incidents", 218, 218),
            new("slo_events", 60, 60)],
        Created = new Dictionary<string, int> { ["incidents"] = 218, ["silences"] = 5, ["definitions"] = 3, ["deploys"] = 71, ["actions"] = 0,
            ["slo_events"] = 60 },
        FinishedAt = Start.AddSeconds(3),
    };
}
