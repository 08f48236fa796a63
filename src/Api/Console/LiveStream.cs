using System.Globalization;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Events;
using AiSre.Api.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Console;

/// <summary>
/// Tells an open page of the console that something it may show has changed, as server-sent events: <c>changed</c> with <c>kind:id</c> of each, or
/// <c>*</c> for everything; <c>alive</c> every few seconds. Pages load themselves anew then. The events themselves are those of <c>GET /events</c>.
/// </summary>
internal sealed class LiveStream(
    LiveTopics topics, LivePace pace, Gate gate, EventStreamOptions options, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>How long a page believes that it is up to date without hearing so.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(5);

    /// <summary>The page may have been made by another process, whose clock is another.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(2);

    /// <summary>Of the query: when the page that is shown was made, in Unix milliseconds.</summary>
    public const string AsOf = "as_of";

    private const string StillAlive = "event: alive\ndata: 1\n\n";

    public static Task Open(string workspace, HttpContext context, Caller caller, LiveStream streams) =>
        caller.MaySee(workspace)
            ? streams.SendAsync(workspace, context, caller)
            : Problems.ForeignWorkspace().ExecuteAsync(context);

    private async Task SendAsync(string workspace, HttpContext context, Caller caller)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = EventStreams.ContentType;
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var topic = topics.Enter(workspace);
        try
        {
            await FollowAsync(context, caller, topic, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page was left, or it comes back to another process.
        }
        finally
        {
            topics.Leave(workspace, topic);
        }
    }

    private async Task FollowAsync(HttpContext context, Caller caller, LiveTopic topic, CancellationToken stop)
    {
        var heard = topic.Last;
        var missed = HasMissed(context.Request, heard);
        await WriteAsync(context, Invariant($"retry: {options.Retry.TotalMilliseconds:0}\n"), stop);
        await WriteAsync(context, missed ? Changed(heard with { Changes = LiveChange.Everything }) : StillAlive, stop);
        while (gate.StillAdmits(context, caller))
        {
            var next = topic.AfterAsync(heard.Number, stop);
            if (await Task.WhenAny(next, Task.Delay(Alive, clock, stop)) != next)
            {
                await WriteAsync(context, StillAlive, stop);
                continue;
            }
            var turn = pace.TurnAsync(stop);
            while (await Task.WhenAny(turn, Task.Delay(Alive, clock, stop)) != turn) await WriteAsync(context, StillAlive, stop);
            await turn;
            // What has changed since is told with it.
            heard = await topic.AfterAsync(heard.Number, stop);
            await WriteAsync(context, Changed(heard), stop);
        }
    }

    /// <summary>
    /// Whether something has happened since what the page shows: since the last change that it heard of or, where it has heard of none yet, since it
    /// was made. A browser that gives up a stream and begins another one says nothing of the first.
    /// </summary>
    internal static bool HasMissed(HttpRequest request, LiveChange last)
    {
        if (request.Headers["Last-Event-ID"] is [{ Length: > 0 } heard]) return heard != last.Position;
        return long.TryParse(request.Query[AsOf], NumberStyles.None, CultureInfo.InvariantCulture, out var shown)
            && last.At.ToUnixTimeMilliseconds() >= shown - ClocksDiffer.TotalMilliseconds;
    }

    private static string Changed(LiveChange change) => $"id: {change.Position}\nevent: changed\ndata: {change.Changes}\n\n";

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken stop)
    {
        await context.Response.WriteAsync(text, stop);
        await context.Response.Body.FlushAsync(stop);
    }
}
