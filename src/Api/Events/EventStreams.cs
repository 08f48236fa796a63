using AiSre.Api.Cluster;
using AiSre.Api.Edge;
using AiSre.Api.Errors;
using AiSre.Api.Security;
using AiSre.Grains.Events;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace AiSre.Api.Events;

/// <summary>Sends a feed as server-sent events until the client leaves, its key is withdrawn or the process stops.</summary>
internal sealed class EventStreams(OpenStreams open, EventStreamOptions options, Gate gate, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    public const string ContentType = "text/event-stream";

    private const int Page = 200;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    public IResult Open(Caller caller, IFeedGrain feed, string? after) => new Stream(this, caller, feed, after);

    private async Task SendAsync(HttpContext context, Caller caller, IFeedGrain feed, string? after)
    {
        using var place = open.TryOpen($"{caller.Name} {caller.BoundWorkspace}");
        if (place is null)
        {
            await Problems.TooManyRequests(5, $"This key has {options.StreamsOfAKey} streams open.", "too_many_streams").ExecuteAsync(context);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        // Before anything is sent: what fails here gets an ordinary answer.
        var first = await ReadAsync(feed, after, TimeSpan.Zero, context.RequestAborted);
        context.Response.ContentType = ContentType;
        // Proxies must hand on each event as it comes.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await FollowAsync(context, caller, feed, first, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The client left, or it comes back to another process.
        }
        catch (Exception exception) when (ExceptionProblems.Of(exception, 0) is not null)
        {
            // The cluster cannot be asked at the moment: the client comes back to where it was.
        }
    }

    private async Task FollowAsync(HttpContext context, Caller caller, IFeedGrain feed, FeedPage page, CancellationToken stop)
    {
        var text = new EventText();
        text.Begin(options.Retry, page.Next);
        var (spokeAt, checkedAt) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (true)
        {
            if (page.Reset) text.Reset(page.Next);
            foreach (var e in page.Events) text.Event(e);
            if (text.IsEmpty && clock.GetElapsedTime(spokeAt) >= options.Heartbeat) text.Heartbeat(page.Next);
            if (!text.IsEmpty)
            {
                await context.Response.WriteAsync(text.Take(), stop);
                await context.Response.Body.FlushAsync(stop);
                spokeAt = clock.GetTimestamp();
            }
            if (clock.GetElapsedTime(checkedAt) >= options.KeyCheck)
            {
                if (!gate.StillAdmits(context, caller)) return;
                checkedAt = clock.GetTimestamp();
            }
            page = await ReadAsync(feed, page.Next, Shortest(Wait, options.Heartbeat, options.KeyCheck), stop);
        }
    }

    private async Task<FeedPage> ReadAsync(IFeedGrain feed, string? after, TimeSpan wait, CancellationToken stop)
    {
        // Each read is a call of its own, however long the request has lasted.
        CallBudget.Begin(clock);
        return await feed.ReadAsync(after, Page, (int)wait.TotalMilliseconds).WaitAsync(stop);
    }

    private static TimeSpan Shortest(params ReadOnlySpan<TimeSpan> times)
    {
        var shortest = times[0];
        foreach (var time in times) shortest = time < shortest ? time : shortest;
        return shortest;
    }

    private sealed class Stream(EventStreams streams, Caller caller, IFeedGrain feed, string? after) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => streams.SendAsync(httpContext, caller, feed, after);
    }
}
