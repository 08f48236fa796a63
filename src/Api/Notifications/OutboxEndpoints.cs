using System.Globalization;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Security;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>Who was told of an incident, and what could not be told.</summary>
internal static class OutboxEndpoints
{
    public static void MapOutbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/incidents/{incidentId}/notifications", OfIncident).WithTags("Notifications").RequireRole(Role.Viewer).Produces<IncidentNotificationsResponse>();
        endpoints.MapGet("/notifications/dead-letter", Dead).WithTags("Notifications").RequireRole(Role.Viewer).Produces<DeadNotificationsResponse>();
        endpoints.MapPost("/notifications/dead-letter/replay", Replay).WithTags("Notifications").RequireRole(Role.Operator).Produces<ReplayNotificationsResponse>();
    }

    private static async Task<IResult> OfIncident(string incidentId, Caller caller, IncidentLocator incidents, IGrainFactory grains)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        var notifications = await grains.GetGrain<INotificationQueries>(0).OfIncidentAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(new IncidentNotificationsResponse(incident.Id, [.. notifications.Select(NotificationItem.From)], notifications.Length));
    }

    private static async Task<IResult> Dead(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        var limit = query.Whole("limit", 100, 1, 1_000);
        var cursor = query.Text("cursor");
        long before = 0;
        if (cursor is not null && (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) || before == 0))
            query.Refuse("cursor", "Must be a next_cursor of an earlier answer.");
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var page = await grains.GetGrain<INotificationQueries>(0).DeadAsync(workspace, cursor is null ? null : before, limit);
        return TypedResults.Ok(new DeadNotificationsResponse(
            [.. page.Items.Select(NotificationItem.From)], page.Items.Length, page.NextSeq?.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>One message of any workspace that the caller sees, or all of one workspace.</summary>
    private static async Task<IResult> Replay(ReplayNotificationsRequest? body, Caller caller, QueryReader query, IGrainFactory grains)
    {
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        if ((foreign ?? query.Problem) is { } problem) return problem;
        var queries = grains.GetGrain<INotificationQueries>(0);
        if (body?.Seq is not { } seq) return TypedResults.Ok(new ReplayNotificationsResponse(true, await queries.ReplayAllAsync(workspace ?? caller.Workspace)));
        if (seq is < 1 or long.MaxValue) return Problems.Unprocessable("body", "seq", "Must be a number from the list of what was given up.");
        return await queries.ReplayAsync(workspace, seq) is > 0 and var replayed
            ? TypedResults.Ok(new ReplayNotificationsResponse(true, replayed))
            : Problems.NotFound($"No message {seq} was given up.");
    }
}
