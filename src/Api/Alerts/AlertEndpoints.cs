using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>
/// The doors for alerts. All lead through <see cref="AlertIntake"/>; they differ in how the source is named and what the answer looks like.
/// </summary>
internal static class AlertEndpoints
{
    private static readonly HeaderParameter SourceHeader = new(
        "X-Source", $"Whose shape the body has: {SourceChoice.Described}. When absent it is recognised, else taken for a webhook.");

    private static readonly QueryParameter<string?> SourceQuery = Query.Text("source", "As X-Source, for senders that cannot set headers.");

    private static readonly Door Any = new(static outcome => WebhookResponse.From(outcome));
    private static readonly Door OfPagerDuty = new(static outcome => PagerDutyResponse.From(outcome));
    private static readonly Door OfPrometheus = new(Respond: null);

    public static void MapAlerts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/webhook", ["POST", "PUT"], Webhook).WithTags("Alerts").RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe(
                "ingestAlert", "Take an alert in",
                "Reads the shapes of all sources; one body may hold many alerts. A 2xx answer means that they are durable.")
            .WithHeaders([SourceHeader, .. DeliveryHeaders.All]).WithQuery(SourceQuery)
            .TakesAnyJson(VendorExamples.OfWebhook).Answers(AlertExamples.Created).Answers(AlertExamples.Queued, StatusCodes.Status202Accepted);
        endpoints.MapPost("/webhook/pagerduty", PagerDuty).WithTags("Integrations").RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe(
                "ingestPagerDutyEvent", "Take an event of PagerDuty in", "What happens to an incident in PagerDuty happens to its incident here.")
            .WithHeaders([.. DeliveryHeaders.All])
            .TakesAnyJson(VendorExamples.OfPagerDuty).Answers(AlertExamples.PagerDuty)
            .Answers(AlertExamples.PagerDutyQueued, StatusCodes.Status202Accepted);
        endpoints.MapPost("/api/v2/alerts", AlertmanagerApi).WithTags("Integrations").RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe("ingestPrometheusAlerts", "Take alerts in as Alertmanager does", "So that Prometheus itself can send here.")
            .WithHeaders([.. DeliveryHeaders.All])
            .TakesAnyJson(VendorExamples.OfPrometheus).AnswersNothing().AnswersNothing(StatusCodes.Status202Accepted);
        endpoints.MapPost("/api/v1/alerts", AlertmanagerApi).WithTags("Integrations").RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe("ingestOldPrometheusAlerts", "Take alerts in at Alertmanager's older address", "As at /api/v2/alerts.")
            .WithHeaders([.. DeliveryHeaders.All])
            .TakesAnyJson(VendorExamples.OfPrometheus).AnswersNothing().AnswersNothing(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> Webhook(HttpContext context, Caller caller, Deliveries deliveries, SourceChoice choice)
    {
        // Header, then query; null leaves it to the body.
        var source = SourceHeader.Read(context.Request);
        // Few requests have a query, so only those make a reader.
        if (source is null && context.Request.QueryString.HasValue)
        {
            var query = QueryReader.Of(context);
            source = query.Of(SourceQuery);
            if (query.Problem is { } problem) return problem;
        }
        source = source?.ToLowerInvariant();
        if (source is not null && await choice.CheckAsync(caller.Workspace, source) is { } unsupported) return unsupported;
        return await deliveries.HandleAsync(context, caller, source, Any);
    }

    private static Task<IResult> PagerDuty(HttpContext context, Caller caller, Deliveries deliveries) =>
        deliveries.HandleAsync(context, caller, AlertSource.PagerDuty, OfPagerDuty).AsTask();

    /// <summary>Alertmanager's own ingest shape, so that Prometheus can be pointed at us. Its client expects an empty 200.</summary>
    private static async Task<IResult> AlertmanagerApi(HttpContext context, Caller caller, Deliveries deliveries) =>
        await deliveries.HandleAsync(context, caller, AlertSource.Prometheus, OfPrometheus);
}
