using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Benchmarks.Pages;

/// <summary>A webhook on loopback that takes everything at once.</summary>
internal sealed class PageSink : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, long> firstAt = [];
    private long pages;

    private PageSink(WebApplication server) => this.server = server;

    public string Url => this.server.Urls.First();

    public long Pages => Interlocked.Read(ref pages);

    public static async Task<PageSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new PageSink(builder.Build());
        sink.server.Run(sink.TakeAsync);
        await sink.server.StartAsync();
        return sink;
    }

    /// <summary>When an incident was first heard of, in ticks of the stopwatch.</summary>
    public long? FirstAt(string incident) => firstAt.TryGetValue(incident, out var at) ? at : null;

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        var now = Stopwatch.GetTimestamp();
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        if (body.RootElement.GetProperty("data").GetProperty("incident_id").GetString() is { } incident) firstAt.TryAdd(incident, now);
        Interlocked.Increment(ref pages);
    }
}
