using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Api.Tests.Platform;

/// <summary>
/// Takes OTLP over HTTP on a loopback port and keeps the bytes. Strings lie in them as they are, so that they can be searched without a schema.
/// </summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<byte[]> bodies = [];

    private TraceCollector(WebApplication app) => this.app = app;

    public string Address => this.app.Urls.First();

    /// <summary>Everything that has come so far. One character a byte.</summary>
    public string Received => string.Concat(bodies.Select(Encoding.Latin1.GetString));

    public static async Task<TraceCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new TraceCollector(builder.Build());
        collector.app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector.bodies.Enqueue(body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => this.app.DisposeAsync();
}
