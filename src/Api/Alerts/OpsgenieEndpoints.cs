using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;

namespace AiSre.Api.Alerts;

/// <summary>
/// Opsgenie's alert API, as far as its senders call it. A close, an acknowledgement and a note name their alert in the address only, so what the
/// address says is put into the body: then the shape of the tool reads it, and a replay of the stored body still knows it.
/// </summary>
internal static class OpsgenieEndpoints
{
    public const string Accepted = "Request will be processed";

    private const string Source = "opsgenie-api";

    private static readonly QueryParameter<string> IdentifierType = Query.WordOr(
        "id", "identifierType", "What the identifier is. An alert is known here by its alias alone, so every identifier is taken for one.",
        "id", "alias", "tiny");

    public static void MapOpsgenie(this IEndpointRouteBuilder endpoints)
    {
        var alerts = endpoints.MapGroup("/v2/alerts").WithTags("Integrations");
        alerts.MapPost("", Create).RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe("createOpsgenieAlert", "Take an alert in as Opsgenie does", "For senders that speak Opsgenie's alert API and nothing else.")
            .WithHeaders([.. DeliveryHeaders.All])
            .TakesAnyJson(VendorExamples.OfOpsgenieAlert).Answers(AlertExamples.Opsgenie, StatusCodes.Status202Accepted);
        Map(alerts, "close", "closeOpsgenieAlert", "End an alert as Opsgenie does");
        Map(alerts, "acknowledge", "acknowledgeOpsgenieAlert", "Acknowledge an alert as Opsgenie does");
        Map(alerts, "unacknowledge", "unacknowledgeOpsgenieAlert", "Take an acknowledgement back as Opsgenie does");
        Map(alerts, "notes", "addOpsgenieNote", "Add a note to an alert as Opsgenie does");
    }

    private static void Map(RouteGroupBuilder alerts, string action, string id, string summary) =>
        alerts.MapPost(
                $"/{{identifier}}/{action}",
                (HttpContext context, string identifier, Caller caller, QueryReader query, Deliveries deliveries, TimeProvider clock) =>
                    Change(context, (identifier, action), caller, query, deliveries, clock))
            .RequireRole(Role.Ingest, KeyScope.Ingest).AsIngest()
            .Describe(id, summary, "An alert that nobody knows is answered as every other and changes nothing.")
            .WithPath("identifier", "The alias under which the alert was created.", "disk-db-1").WithQuery(IdentifierType)
            .WithHeaders([.. DeliveryHeaders.All])
            .TakesAnyJson(VendorExamples.OfOpsgenieChange).Answers(AlertExamples.Opsgenie, StatusCodes.Status202Accepted);

    private static Task<IResult> Create(HttpContext context, Caller caller, Deliveries deliveries, TimeProvider clock) =>
        deliveries.HandleAsync(context, caller, Source, DoorOf(context, clock)).AsTask();

    private static async Task<IResult> Change(
        HttpContext context, (string Identifier, string Action) address, Caller caller, QueryReader query, Deliveries deliveries, TimeProvider clock)
    {
        var type = query.Of(IdentifierType);
        if (query.Problem is { } problem) return problem;
        // The one character that the server leaves encoded in a path.
        var identifier = address.Identifier.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var door = DoorOf(context, clock) with
        {
            Complete = body => BodyParts.With(body, ("action", address.Action), ("identifier", identifier), ("identifierType", type)),
        };
        return await deliveries.HandleAsync(context, caller, Source, door);
    }

    private static Door DoorOf(HttpContext context, TimeProvider clock)
    {
        var began = clock.GetTimestamp();
        return new(
            _ => new OpsgenieResponse(Accepted, Math.Round(clock.GetElapsedTime(began).TotalSeconds, 3), context.TraceIdentifier),
            StatusCodes.Status202Accepted);
    }
}
