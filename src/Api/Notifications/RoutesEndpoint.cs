using AiSre.Api.Description;
using AiSre.Api.Security;
using AiSre.Grains.Definitions;

namespace AiSre.Api.Notifications;

/// <summary>Which channels hear of what.</summary>
internal static class RoutesEndpoint
{
    public static void MapRoutes(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/notifications/routes", Routes).WithTags("Notifications").RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("getNotificationRoutes", "Which channels hear of what").Answers(NotificationExamples.Routes);

    private static async Task<IResult> Routes(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(RoutesResponse.From(await grains.GetGrain<IDefinitionsGrain>(caller.Workspace).RoutesAsync()));
}
