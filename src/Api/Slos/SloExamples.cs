namespace AiSre.Api.Slos;

/// <summary>What is sent and answered about objectives, as the description shows it.</summary>
internal static class SloExamples
{
    public const string Name = "payments-api-availability";
    public const string EventsName = "till-orders";
    public const string CorrectionId = "cor-01k5x8m2r9t4v";

    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly SloSourceBody Source = new("incidents", Severities: ["critical"], Patterns: []);
    private static readonly SloAlertingBody Alerting = new(["page_fast", "page_slow", "ticket_fast", "ticket_slow"], 20, 15);

    public static readonly SloListResponse List = new(
        [
            new(Name, "payments-api", 0.9995, 99.95, 30, "availability"),
            new("search-api-latency-p99", "search-api", 0.999, 99.9, 30, "latency", 200, "p99"),
        ], 2);

    public static readonly JsonElement Request = JsonElement.Parse("""
        {"name": "payments-api-availability", "service": "payments-api", "target": 0.9995, "window_days": 30,
         "source": {"type": "incidents", "severities": ["critical"]}}
        """);

    public static readonly SloDetailResponse Detail = new(
        Name, "payments-api", 0.9995, 99.95, 30, "availability", "rolling", Source, Alerting, null, null);

    public static readonly SloPutResponse Put = new([Detail], 1, true, []);

    public static readonly SloBudgetResponse Budget = new(
        Name, 0.9995, 30, 21.6, 8.5, 13.1, 60.6, 1.2, 363.9, "warning", "incident_minutes", "ok", Noon,
        [new("ticket_slow", "firing", Noon.AddHours(-2))], 0.9998, null, null);

    public static readonly SloExplanationResponse Explanation = new(
        Name, Noon,
        [
            "payments-api-availability promises that 99.95 % of payments-api is good, over the last 30 days.",
            "Used are 8.5 min, left are 13.1 min, 60.6 % of the budget.",
        ],
        [new("inc-01k5x8m2r9t4v", Noon.AddDays(-2), Noon.AddDays(-2).AddMinutes(8.5))]);

    public static readonly SloHistoryResponse History = new(
        Name, Noon.AddHours(-1), Noon, "1h",
        [new(Noon, 60.6, 13.1, 0, 60, new Dictionary<string, double?> { ["page_fast"] = 1.2, ["ticket_slow"] = 1.1 })], 1);

    public const string Foreign =
        """
        version: prometheus/v1
        service: checkout
        slos:
          - name: availability
            objective: 99.9
            sli:
              events:
                error_query: sum(rate(http_requests_total{job="checkout",code=~"5.."}[{{.window}}]))
                total_query: sum(rate(http_requests_total{job="checkout"}[{{.window}}]))
            alerting: {}
        """;

    public static readonly SloImportResponse Imported = new(
        [
            Detail with
            {
                Name = "checkout-availability", Service = "checkout", Target = 0.999, TargetPercent = 99.9,
                Source = new(
                    "prometheus", ErrorQuery: "sum(rate(http_requests_total{job=\"checkout\",code=~\"5..\"}[{{window}}]))",
                    TotalQuery: "sum(rate(http_requests_total{job=\"checkout\"}[{{window}}]))"),
            },
        ],
        1, false, [new(5, "slos[0].objective", "taken", "Is the target 0.999.")], []);

    // Times would be too late a day after this was written.
    public static readonly SloEventsBody Events = new("till-2026-01-15T12:00", Good: 1_180, Total: 1_200);

    public static readonly SloEventsResponse EventsTaken = new(1, false);

    public static readonly CorrectionBody CorrectionRequest = new(Noon, Noon.AddHours(1), "Planned move of the database");

    public static readonly CorrectionResponse Corrected = new(
        CorrectionId, Noon, Noon.AddHours(1), "Planned move of the database", "dave", Noon.AddHours(-3));

    public static readonly CorrectionListResponse Corrections = new([Corrected], 1);
}
