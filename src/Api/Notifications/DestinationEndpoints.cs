using AiSre.Api.Description;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>Whether messages arrive where they are sent.</summary>
internal static class DestinationEndpoints
{
    private const string UsualText = "This is a test notification. Nothing is wrong.";

    private static readonly QueryParameter<string> OfSeverity = SeverityQuery.Or("info", "The route's severity.");
    private static readonly QueryParameter<string?> Service = Query.Text("service", "The route's service; none when absent.");
    private static readonly QueryParameter<string?> Message = Query.Text("message", "What to say.");

    public static void MapDestinations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/notifications/test", Test).WithTags("Notifications").RequireRole(Role.Operator)
            .Describe("testNotification", "Send a test message along a route", "Answers what became of it at each channel.")
            .WithQuery(OfSeverity, Service, Message).Answers(NotificationExamples.Tested);
        endpoints.MapGet("/notifications/destinations", List).WithTags("Notifications").RequireRole(Role.Viewer)
            .Describe("listDestinations", "The addresses that messages go to, and how it stands with each")
            .Answers(NotificationExamples.Destinations);
    }

    private static async Task<IResult> Test(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var severity = query.Of(OfSeverity);
        var service = query.Of(Service);
        var text = query.Of(Message) ?? UsualText;
        if (query.Problem is { } problem) return problem;
        var results = await grains.GetGrain<IDestinations>(caller.Workspace).TestAsync(SeverityMap.Parse(severity)!.Value, service, text);
        return TypedResults.Ok(new TestNotificationResponse(
            true, severity, service, text, [.. results.Select(result => new TestResult(result.Channel, result.Status, result.Error))]));
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var destinations = await grains.GetGrain<IDestinations>(caller.Workspace).ListAsync();
        return TypedResults.Ok(new DestinationsResponse([.. destinations.Select(DestinationItem.From)], destinations.Length));
    }
}
