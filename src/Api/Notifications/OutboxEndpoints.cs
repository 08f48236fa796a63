using System.Globalization;
using AiSre.Api.Description;
using AiSre.Api.Errors;
using AiSre.Api.Incidents;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains.Notifications;

namespace AiSre.Api.Notifications;

/// <summary>Who was told of an incident, and what could not be told.</summary>
internal static class OutboxEndpoints
{
    private static readonly QueryParameter<int> Limit = Query.Whole("limit", "How many, at most.", 1, 1_000, 100);
    private static readonly QueryParameter<string?> Cursor = Query.Text("cursor", "The next_cursor of the page before.");

    public static void MapOutbox(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapIncident(Role.Viewer, KeyScope.Read, "Notifications").MapGet("/notifications", OfIncident)
            .Describe("listIncidentNotifications", "Who was told of an incident").Answers(NotificationExamples.OfIncident);
        var dead = endpoints.MapGroup("/notifications/dead-letter").WithTags("Notifications");
        dead.MapGet("", Dead).RequireRole(Role.Viewer, KeyScope.Read)
            .Describe("listDeadNotifications", "Messages that were given up, newest first").WithQuery(WorkspaceQuery.Id, Limit, Cursor)
            .Answers(NotificationExamples.Dead);
        dead.MapPost("/replay", Replay).RequireRole(Role.Operator, KeyScope.Respond)
            .Describe(
                "replayDeadNotifications", "Send messages again that were given up",
                "One of any workspace that the key sees, or all of one workspace.")
            .WithQuery(WorkspaceQuery.Id).Takes(new ReplayNotificationsRequest(42)).Answers(new ReplayNotificationsResponse(true, 1));
    }

    private static async Task<IResult> OfIncident(string incidentId, Caller caller, IncidentLocator incidents, IGrainFactory grains)
    {
        if (await incidents.FindAsync(caller, incidentId) is not { } incident) return IncidentEndpoints.NotFound(incidentId);
        var notifications = await grains.GetGrain<INotificationQueries>(0).OfIncidentAsync(incident.Workspace, incident.Id);
        return TypedResults.Ok(
            new IncidentNotificationsResponse(incident.Id, [.. notifications.Select(NotificationItem.From)], notifications.Length));
    }

    private static async Task<IResult> Dead(Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.Workspace(caller);
        var limit = query.Of(Limit);
        var cursor = query.Of(Cursor);
        long before = 0;
        if (cursor is not null && (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before) || before == 0))
            query.Refuse(Cursor, "Must be a next_cursor of an earlier answer.");
        if (query.Problem is { } problem) return problem;
        var page = await grains.GetGrain<INotificationQueries>(0).DeadAsync(workspace, cursor is null ? null : before, limit);
        return TypedResults.Ok(new DeadNotificationsResponse(
            [.. page.Items.Select(NotificationItem.From)], page.Items.Length, page.NextSeq?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<IResult> Replay(Body<ReplayNotificationsRequest> body, Caller caller, QueryReader query, IGrainFactory grains)
    {
        var workspace = query.Workspace(caller);
        if (query.Problem is { } problem) return problem;
        var queries = grains.GetGrain<INotificationQueries>(0);
        if (body.Value.Seq is not { } seq)
            return TypedResults.Ok(new ReplayNotificationsResponse(true, await queries.ReplayAllAsync(workspace ?? caller.Workspace)));
        if (seq is < 1 or long.MaxValue) return Problems.Unprocessable("body", "seq", "Must be a number from the list of what was given up.");
        return await queries.ReplayAsync(workspace, seq) is > 0 and var replayed
            ? TypedResults.Ok(new ReplayNotificationsResponse(true, replayed))
            : Problems.NotFound($"No message {seq} was given up.");
    }
}
