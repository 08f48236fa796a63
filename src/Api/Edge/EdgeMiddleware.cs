using AiSre.Api.Errors;
using AiSre.Api.Tokens;
using Microsoft.AspNetCore.Connections;

namespace AiSre.Api.Edge;

/// <summary>
/// Everything that is the same for every request, in one step between routing and the endpoint: request id, headers, key and role,
/// body limit, timeout, errors, metrics. One step and not six, because each would be a state machine per request on the hot path.
/// </summary>
internal sealed class EdgeMiddleware(
    RequestDelegate next, OwnPages pages, Gate gate, BearerTokens tokens, RateLimits rates, IngestRefusals refusals, EdgeOptions options,
    TimeProvider clock, ILogger<EdgeMiddleware> log)
{
    /// <summary>Bytes of <c>{}</c>, which says nothing and which some clients always send.</summary>
    private const int EmptyObject = 2;

    /// <summary>Bytes that the server's minimum rate (240 bytes/s) moves in 30 s; see <see cref="EndpointLimits.AsIngest"/>.</summary>
    private const long SmallBody = 7200;

    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        var policy = EndpointPolicy.Of(context.GetEndpoint());
        if (!RequestIdentity.IsAssigned(context)) RequestIdentity.Assign(context.Features);
        ResponseHeaders.Write(context, policy);
        try
        {
            if (!policy.Open && tokens.Concerns(context)) await tokens.ReadAsync(context);
            if (Refusal(context, policy) is { } refusal) await Say(context, policy, refusal);
            else if (NeedsTimer(context, policy)) await RunWithTimer(context);
            else await next(context);
            if (IsBareFailure(context))
                await Problems.OfStatus(context.Response.StatusCode, policy.BodyBytes, context.Response.Headers.Allow).ExecuteAsync(context);
        }
        catch (Exception exception) when (ClientLeft(context, exception))
        {
            // Nobody reads the answer, and it is not our failure. A stream that has started keeps its status.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception exception)
        {
            await Answer(context, policy, exception);
        }
        finally
        {
            policy.Metrics.Observe(context.Response.StatusCode, clock.GetElapsedTime(started));
            if (policy.IsIngest && IngestRefusals.Concerns(context.Response.StatusCode)) refusals.Count(context);
        }
    }

    private ProblemResult? Refusal(HttpContext context, EndpointPolicy policy) =>
        pages.Refusal(context, policy)
        ?? gate.Admit(context, policy)
        ?? rates.Refusal(context, policy)
        ?? (context.Request.ContentLength > policy.BodyBytes ? Problems.PayloadTooLarge(policy.BodyBytes) : null)
        ?? (!policy.TakesBody && context.Request.ContentLength > EmptyObject ? Problems.NoBodyTaken() : null)
        ?? (context.Request.QueryString.HasValue ? policy.Query?.RefusalOf(context.Request.Query) : null);

    private static bool NeedsTimer(HttpContext context, EndpointPolicy policy) =>
        policy.HasTimeout && !(policy.IsIngest && context.Request.ContentLength <= SmallBody);

    private async Task RunWithTimer(HttpContext context)
    {
        var gone = context.RequestAborted;
        using var timer = new CancellationTokenSource(options.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, timer.Token);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
        finally
        {
            context.RequestAborted = gone;
        }
    }

    /// <summary>A status without a body: an unknown address, a wrong method, or an endpoint that had nothing to add.</summary>
    private static bool IsBareFailure(HttpContext context) =>
        context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null };

    private static bool ClientLeft(HttpContext context, Exception exception) =>
        exception is ConnectionResetException or ConnectionAbortedException
        || (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested);

    private async Task Answer(HttpContext context, EndpointPolicy policy, Exception exception)
    {
        var problem = ExceptionProblems.Of(exception, policy.BodyBytes);
        if (problem is null) LogUnexpected(context, policy, exception);
        if (context.Response.HasStarted)
        {
            // Half an answer is out: break the connection, so that nobody takes it for a whole one.
            context.Abort();
            return;
        }
        context.Response.Clear();
        ResponseHeaders.Write(context, policy);
        await Say(context, policy, problem ?? Problems.Internal());
    }

    private static Task Say(HttpContext context, EndpointPolicy policy, ProblemResult problem) =>
        policy.IsPage ? PageRefusals.ExecuteAsync(context, problem) : problem.ExecuteAsync(context);

    private void LogUnexpected(HttpContext context, EndpointPolicy policy, Exception exception)
    {
        // Opened here and not for every request: nearly none of them writes a line.
        using var scope = context.GetEndpoint()?.Metadata.GetMetadata<LogScope>()?.Open(log, context.Request.RouteValues);
        log.Unexpected(context.TraceIdentifier, policy.Metrics.Route, exception);
    }
}
