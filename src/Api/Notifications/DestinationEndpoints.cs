using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Domain.Alerts;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>Whether messages arrive where they are sent.</summary>
internal static class DestinationEndpoints
{
    private const string UsualText = "This is a test notification. Nothing is wrong.";
    private const int MaxText = 500;

    public static void MapDestinations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/notifications/test", Test).WithTags("Notifications").RequireRole(Role.Operator).Produces<TestNotificationResponse>();
        endpoints.MapGet("/notifications/destinations", List).WithTags("Notifications").RequireRole(Role.Viewer).Produces<DestinationsResponse>();
    }

    private static async Task<IResult> Test(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var severity = query.Word("severity", "critical", "high", "warning", "info") ?? "info";
        var service = query.Text("service");
        var text = query.Text("message", MaxText) ?? UsualText;
        if (query.Problem is { } problem) return problem;
        var results = await grains.GetGrain<IDestinations>(caller.Workspace).TestAsync(SeverityMap.Parse(severity)!.Value, service, text);
        return TypedResults.Ok(new TestNotificationResponse(true, severity, service, text, [.. results.Select(result => new TestResult(result.Channel, result.Status, result.Error))]));
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var destinations = await grains.GetGrain<IDestinations>(caller.Workspace).ListAsync();
        return TypedResults.Ok(new DestinationsResponse([.. destinations.Select(DestinationItem.From)], destinations.Length));
    }
}
