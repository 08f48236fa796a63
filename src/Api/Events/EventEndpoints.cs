using AiSre.Api.Description;
using AiSre.Api.Edge;
using AiSre.Api.Requests;
using AiSre.Api.Security;
using AiSre.Grains;
using AiSre.Grains.Events;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Api.Events;

/// <summary>What happens, as it happens.</summary>
internal static class EventEndpoints
{
    private static readonly HeaderParameter LastEventIdHeader =
        new("Last-Event-ID", "The `id` behind which to go on; browsers send it by themselves.");
    private static readonly QueryParameter<string?> LastEventId = Query.Text(
        "last_event_id", "Go on behind this event: the header Last-Event-ID, for tools that set no headers.");

    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<EventStreamOptions>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<EventStreams>();
        return services;
    }

    public static void MapEvents(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/events", Follow)
        .WithTags("Incidents").RequireRole(Role.Viewer, KeyScope.Read).WithoutTimeout()
        .Describe("followEvents", "Follow what happens", """
            Server-sent events: every change of the caller's workspace once it is on disk, in order. `event` is the timeline's word, `data` one line
            of JSON, `id` a position. Starts at the end, or behind `Last-Event-ID` (for tools also `?last_event_id=`), up to 24 hours back.
            `event: reset` says that the position is unknown or too old: load anew. A comment comes every 15 seconds; the stream ends when its key
            is withdrawn.
            """)
        .WithQuery(WorkspaceQuery.Id, LastEventId).WithHeaders(LastEventIdHeader).AnswersText(EventStreams.ContentType, EventText.Example);

    private static IResult Follow(HttpContext context, Caller caller, QueryReader query, EventStreams streams, IGrainFactory grains)
    {
        var workspace = query.Workspace(caller);
        var after = LastEventIdHeader.Read(context.Request) ?? query.Of(LastEventId);
        return query.Problem is { } problem ? problem : streams.Open(caller, grains.GetGrain<IFeedGrain>(GrainKeys.Feed(workspace)), after);
    }
}
