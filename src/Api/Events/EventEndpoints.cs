using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains;
using AiSre.Grains.Events;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AiSre.Api.Events;

/// <summary>What happens, as it happens.</summary>
internal static class EventEndpoints
{
    private const string LastEventId = "Last-Event-ID";

    public static IServiceCollection AddEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<EventStreamOptions>();
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<EventStreams>();
        return services;
    }

    public static void MapEvents(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/events", Follow)
        .WithTags("Incidents").RequireRole(Role.Viewer).WithoutTimeout().Produces(StatusCodes.Status200OK, contentType: EventStreams.ContentType)
        .WithSummary("Follow what happens")
        .WithDescription("""
            Server-sent events: every change of the caller's workspace once it is on disk, in order. `event` is the timeline's word, `data` one line
            of JSON, `id` a position. Starts at the end, or behind `Last-Event-ID` (for tools also `?last_event_id=`), up to 24 hours back.
            `event: reset` says that the position is unknown or too old: load anew. A comment comes every 15 seconds; the stream ends when its key
            is withdrawn.
            """);

    private static IResult Follow(HttpContext context, Caller caller, QueryReader query, EventStreams streams, IGrainFactory grains)
    {
        var (workspace, foreign) = caller.ResolveWorkspaceFilter(query.Text("workspace_id"));
        var asked = query.Text("last_event_id");
        var after = context.Request.Headers[LastEventId] is { Count: > 0 } header ? header.ToString() : asked;
        return (foreign ?? query.Problem) is { } problem
            ? problem
            : streams.Open(caller, grains.GetGrain<IFeedGrain>(GrainKeys.Feed(workspace)), after is "" ? null : after);
    }
}
