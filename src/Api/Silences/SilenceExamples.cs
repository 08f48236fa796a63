namespace AiSre.Api.Silences;

/// <summary>What is sent and answered about silences, as the description shows it.</summary>
internal static class SilenceExamples
{
    public const string Id = "sil-01k5x8m2r9t4v";

    private static readonly DateTimeOffset Start = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    // What has ended is refused, so this comes again by a schedule and the other is far away.
    public static readonly SilenceRequest Request = new(
        [new("service", "checkout|orders", IsRegex: true)], Comment: "Weekly import", Maintenance: true,
        Schedule: new(["sun"], "22:00", "02:00", "Europe/Berlin"));

    public static readonly SilenceResponse Active = new(
        Id, "active", [new("alertname", "HighCpu")], Start, Start.AddHours(2), "dave", "Load test", false, null, new(Start, Start.AddHours(2)), Start,
        Start, "dave");

    public static readonly SilenceResponse Expired = Active with { State = "expired", EndsAt = Start.AddMinutes(20), Window = null };

    public static readonly SilenceListResponse List = new([Active], 1);

    public static readonly SilenceCreatedResponse Created = new(Id, Id, Active, 2, []);

    public static readonly SilencePreviewRequest Question = new(Request.Matchers, Request.Schedule, Hours: 14 * 24);

    public static readonly SilencePreviewResponse Preview = new(
        1, 12, [new("inc-01k5x8m2r9t4v", "High CPU on payments-api", "payments-api", "critical", "open", Start)], Start.AddDays(-14), Start,
        [new(Start.AddHours(-109.5), Start.AddHours(-105.5))], 40, false, []);

    private static readonly AlertmanagerMatcher Matcher = new("alertname", "HighCpu", IsRegex: false);

    public static readonly AlertmanagerSilence AlertmanagerRequest = new(
        [Matcher], new(2099, 1, 1, 8, 0, 0, TimeSpan.Zero), new(2099, 1, 1, 10, 0, 0, TimeSpan.Zero), "dave", "Load test");

    public static readonly GettableSilence Alertmanager = new(
        Id, new("active"), Start, Start, Start.AddHours(2), "dave", "Load test", [Matcher], false);

    public static readonly List<GettableSilence> AlertmanagerList = [Alertmanager];

    public static readonly List<GettableAlert> AlertmanagerAlerts =
    [
        new(
            new Dictionary<string, string> { ["alertname"] = "HighCpu", ["service"] = "payments-api", ["severity"] = "critical" },
            new Dictionary<string, string> { ["summary"] = "High CPU on payments-api", ["description"] = "" }, [new("ai-sre")], Start,
            Start.AddMinutes(5), Start, "inc-01k5x8m2r9t4v", new("suppressed", [Id], []), "http://prometheus:9090/graph"),
    ];

    public static readonly PutSilence AlertmanagerPut = new(Id);
}
