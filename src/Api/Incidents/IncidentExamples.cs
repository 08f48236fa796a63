using AiSre.Domain.Alerts;
using AiSre.Domain.Incidents;

namespace AiSre.Api.Incidents;

/// <summary>What is answered about incidents, as the description shows it.</summary>
internal static class IncidentExamples
{
    public const string Id = "inc-01k5x8m2r9t4v";

    private static readonly DateTimeOffset Opened = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private static readonly IncidentResponse Incident = new()
    {
        Id = Id, Title = "High CPU on payments-api", Description = "CPU usage > 90% for 5 minutes", Severity = "critical", Source = "prometheus",
        State = "open",
        Namespace = "production", Pod = "payments-api-7d8f9c6b5-x2k4m", Deployment = "payments-api", Service = "payments-api", CreatedAt = Opened,
        OccurrenceCount = 3,
        LastSeen = Opened.AddMinutes(4), WorkspaceId = "default",
    };

    private static readonly ActionResponse Restart =
        new("act-5d0f7a2b91c34e86", "restart_pod", "success", false, "production", "dave", Opened.AddMinutes(2.5), true);

    private static readonly IncidentSummary Summary = new(2.5, null, 1, 2.5);

    private static readonly TimelineItem Received = new(
        EventTypes.AlertReceived, "webhook:prometheus", JsonElement.Parse("""{"source":"prometheus","severity":"critical"}"""), Opened);

    public static readonly IncidentListResponse List = new([Incident], 1, "19bc0a5e1c0-2a", 37, false);

    public static readonly IncidentDetailResponse Detail = new(
        Incident with
        {
            Labels = new Dictionary<string, string> { ["team"] = "payments" }, Links = [new("runbook", "https://wiki.example/high-cpu")],
        },
        Summary, [Restart]);

    public static readonly TimelineResponse Timeline = new(Id, [Received], 1);

    public static readonly DeliveriesResponse Deliveries = new(
        Id,
        [
            new(
                EventTypes.AlertReceived, "webhook:webhook",
                JsonElement.Parse("""{"title":"High CPU on payments-api","severity":"critical","api_key":"[REDACTED:secret]"}"""), Opened),
        ], 1);

    public static readonly MetricsResponse Metrics = new(Id, Summary, [new("time_to_first_response_minutes", 2.5, Opened.AddMinutes(2.5))]);

    public static readonly GroupResponse Group = new(Id, "grp-01k5x8m2r9t4v", null, [new("inc-01k5x8n7d3q8w", "same_service_within_window")], true);

    public static readonly ActionsResponse Actions = new(Id, [Restart], 1);

    public static readonly ActivityResponse Activity = new([new("restart_pod", Id, "success", "dave", "default", Opened.AddMinutes(2.5))], 1);

    public static readonly ExplainResponse Explained = new(
        Id, [new("fp:3f0c9be27d51a846", "firing", "High CPU on payments-api", "b1946ac92492d234", 3, Opened, Opened.AddMinutes(4))], [Received],
        [
            new(
                DedupStrategy.SourceIdentity, true,
                "A signal with one of the identities above repeats this incident for as long as it is not resolved."),
        ], null);
}
