namespace AiSre.Api.History;

/// <summary>What is answered about history, as the description shows it.</summary>
internal static class HistoryExamples
{
    private const string Incident = "inc-01k5x8m2r9t4v";

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    public static readonly SimilarResponse Similar = new(
        Incident, "oomkilled", ["probe_failure"],
        [
            new(
                "inc-01k5h2q8d3n7s", "OOMKilled on payments-api", 0.92, "critical", "resolved", Now.AddDays(-5), "payments-api", "oomkilled",
                "Memory limit raised to 1 GiB"),
        ], 1);

    public static readonly PatternsResponse Patterns = new(
        Now, 100, 1, 3, [new("oomkilled", 8, ["payments-api", "auth-service"], "Audit memory limits across affected services")]);

    public static readonly ProfileResponse Profile = new("payments-api", 15, ["oomkilled", "high_cpu"], "critical", 0.6, "high", 0.69, 10);

    public static readonly ProfilesResponse Profiles = new(Now, [Profile], 1);

    public static readonly ForecastResponse Forecast = new(
        Now, 24, "Primary Workspace", "default", 2, 1, 1,
        [
            new(
                "payments-api", "critical", "5 OOMKilled incidents in 24h, increasing trend", "Audit memory limits across affected services", 5,
                "increasing", ["oomkilled"], null, null, null),
            new(
                "ledger", "high", "ledger-0 uses 81 % of its disk and reaches the limit in 14.5 h at the pace of 24h",
                "Clean up or enlarge disks, and limit logs and ephemeral storage", 0, "increasing", ["disk_pressure"], "disk", 14.5, 0.81),
        ], new(2.5, 60, 24), new(true, null));

    public static readonly DriftResponse Drift = new(
        Now, "Primary Workspace", "default",
        [
            new(
                "incident_rate_spike", "high", "Incident rate spiked to 8/hr (24h avg: 2.50/hr)",
                "Investigate recent deploys and check infra health."),
        ], 1, false, new(8, 2.5));

    public static readonly NoisyResponse Noisy = new(
        [
            new(
                "inc-01k5h2q8d3n7s", "Brief CPU spike on cache-service", "warning", "resolved", Now.AddMinutes(-90), Now.AddMinutes(-87.5),
                "cache-service", 4),
        ], 1, 5, "These incidents resolved with no actions -- review alert thresholds.");

    public static readonly MetricsExport Export = new(
        Now, 30, new(42, 2, 1, 39, 9, 31, new Dictionary<string, int> { ["info"] = 2, ["warning"] = 20, ["high"] = 12, ["critical"] = 8 }), 4.2, 38.5,
        new(4.2, 2.5, 11, 30), new(38.5, 21, 140.2, 30), 1_840, 0.977, 98.2, new(12), new(37, 5),
        [new("payments-api", 15, 3, 6, 14, 5, 3.1, 44.2, 140.2)]);

    public static readonly string Csv = MetricsCsv.Of(Export);

    public static readonly QualityResponse Quality = new(
        Now, 30,
        [
            new(
                "prometheus", "HighCpu", 24, 24, 0, 23, 20, 310,
                "It ends by itself and nobody acts on it: let it wait longer before it fires, or take it out."),
        ], 1);
}
