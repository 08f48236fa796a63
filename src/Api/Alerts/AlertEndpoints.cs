using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;

namespace AiSre.Api.Alerts;

/// <summary>The doors for alerts. All lead through <see cref="AlertIntake"/>; they differ in how the source is named and what the answer looks like.</summary>
internal static class AlertEndpoints
{
    public static void MapAlerts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/webhook", ["POST", "PUT"], Webhook).WithTags("Incidents").RequireRole(Role.Ingest).AsIngest().Produces<WebhookResponse>();
        endpoints.MapPost("/webhook/pagerduty", PagerDuty).WithTags("Integrations").RequireRole(Role.Ingest).AsIngest().Produces<PagerDutyResponse>();
        endpoints.MapPost("/api/v2/alerts", AlertmanagerApi).WithTags("Integrations").RequireRole(Role.Ingest).AsIngest();
    }

    private static async Task<IResult> Webhook(HttpContext context, Caller caller, Deliveries deliveries)
    {
        if (NamedSource(context.Request, out var source) is { } problem) return problem;
        return await deliveries.HandleAsync(context, caller, source, static outcome => WebhookResponse.From(outcome));
    }

    private static Task<IResult> PagerDuty(HttpContext context, Caller caller, Deliveries deliveries) =>
        deliveries.HandleAsync(context, caller, AlertSource.PagerDuty, static outcome => PagerDutyResponse.From(outcome)).AsTask();

    /// <summary>Alertmanager's own ingest shape, so that Prometheus can be pointed at us. Its client expects an empty 200.</summary>
    private static async Task<IResult> AlertmanagerApi(HttpContext context, Caller caller, Deliveries deliveries) =>
        await deliveries.HandleAsync(context, caller, AlertSource.Prometheus, respond: null);

    /// <summary>Header, then query; null leaves it to the body.</summary>
    private static ProblemResult? NamedSource(HttpRequest request, out string? source)
    {
        source = request.Headers["X-Source"] is [{ Length: > 0 } header] ? header.ToLowerInvariant()
            : request.Query["source"] is [{ Length: > 0 } query] ? query.ToLowerInvariant() : null;
        return source is null || AlertSource.All.Contains(source)
            ? null
            : Problems.BadRequest(
                $"The source '{Shown(source)}' is not supported. Use one of {string.Join(", ", AlertSource.All.Order(StringComparer.Ordinal))}.", "unsupported_source");
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
