using AiSre.Api.Description;
using AiSre.Api.Errors;
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
    private static readonly QueryParameter<string?> Person =
        Query.Text("person", "Only at the addresses of this person, as a step of an escalation would; the shared ones when absent.");
    private static readonly QueryParameter<string?> Message = Query.Text("message", "What to say.");

    public static void MapDestinations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/notifications/test", Test).WithTags("Notifications").RequireRole(Role.Operator, KeyScope.Respond)
            .Describe("testNotification", "Send a test message along a route", "Answers what became of it at each channel.")
            .WithQuery(OfSeverity, Service, Person, Message).Answers(NotificationExamples.Tested);
        endpoints.MapGet("/notifications/destinations", List).WithTags("Notifications").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listDestinations", "The addresses that messages go to, and how it stands with each")
            .Answers(NotificationExamples.Destinations);
    }

    private static async Task<IResult> Test(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var severity = query.Of(OfSeverity);
        var service = query.Of(Service);
        var person = query.Of(Person);
        var text = query.Of(Message) ?? UsualText;
        if (query.Problem is { } problem) return problem;
        var destinations = grains.GetGrain<IDestinations>(caller.Workspace);
        var route = SeverityMap.Parse(severity)!.Value;
        var results = person is null
            ? await destinations.TestAsync(route, service, text)
            : await destinations.TestPersonAsync(route, service, person, text);
        if (results is null)
            return Problems.Unprocessable("query", Person.Name, $"There is no user '{person}' in the definitions of {caller.Workspace}.");
        return TypedResults.Ok(new TestNotificationResponse(true, severity, service, text, [.. results.Value.Select(TestResult.From)]));
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var destinations = await grains.GetGrain<IDestinations>(caller.Workspace).ListAsync();
        return TypedResults.Ok(new DestinationsResponse([.. destinations.Select(DestinationItem.From)], destinations.Length));
    }
}
