using AiSre.Api.Edge;
using AiSre.Api.Security;
using AiSre.Domain.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiSre.Api.Tests.Edge;

[Collection(AloneInTheProcess.Name)]
public sealed class EdgeCostTests
{
    /// <summary>The guard of the hot path: somebody adds a log line or a closure per request, and this says so.</summary>
    [Fact]
    public async Task An_ingest_request_costs_the_edge_less_than_half_a_kilobyte()
    {
        var endpoint = new RouteEndpoint(
            static _ => Task.CompletedTask, RoutePatternFactory.Parse("/cost"), 0,
            new(new AccessRule(Role.Ingest, KeyScope.Ingest), new IngestPath()), "cost");
        using var failures = new FailedLogins();
        var (clock, keys) = (TimeProvider.System, new ApiKeyRing(ApiKeyParser.Parse(EdgeHost.Keys, true), TimeProvider.System));
        using var rates = new RateLimits(keys, new() { Ingest = 6_000 }, new SaidQuotas());
        var edge = new EdgeMiddleware(
            static _ => Task.CompletedTask, new OwnPages(keys, new ConfigurationManager()),
            new Gate(keys, new(keys, failures, clock), failures, clock),
            new(new(), clock), rates, new(clock, NullLogger<IngestRefusals>.Instance), new(), clock, NullLogger<EdgeMiddleware>.Instance);
        var bare = await Allocated(static _ => Task.CompletedTask, endpoint);
        var guarded = await Allocated(edge.InvokeAsync, endpoint);
        TestContext.Current.SendDiagnosticMessage("bare {0}, guarded {1} bytes", bare, guarded);
        Assert.InRange(guarded - bare, 0, 512);
    }

    private static async Task<long> Allocated(RequestDelegate pipeline, Endpoint endpoint)
    {
        const int Rounds = 2000;
        var contexts = new DefaultHttpContext[Rounds * 2];
        for (var i = 0; i < contexts.Length; i++)
        {
            contexts[i] = new DefaultHttpContext();
            contexts[i].Request.Headers["X-API-Key"] = EdgeHost.Prom;
            contexts[i].Request.ContentLength = 300;
            // The server pools these dictionaries; here they are made beforehand.
            contexts[i].Response.Headers.EnsureRoom();
            contexts[i].SetEndpoint(endpoint);
        }
        for (var i = 0; i < Rounds; i++) await pipeline(contexts[i]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = Rounds; i < contexts.Length; i++) await pipeline(contexts[i]);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;
    }
}

file static class Room
{
    public static void EnsureRoom(this IHeaderDictionary headers)
    {
        for (var i = 0; i < 12; i++) headers[$"h{i}"] = "";
        headers.Clear();
    }
}
