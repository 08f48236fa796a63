using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiSre.Cluster.Tests.Pages;

/// <summary>Somebody's endpoint that takes signed webhooks and keeps every delivery, the repeated ones too.</summary>
internal sealed class PageRecorder : IAsyncDisposable
{
    private readonly WebApplication server;

    private PageRecorder(WebApplication server) => this.server = server;

    public ConcurrentQueue<Page> Pages { get; } = new();

    /// <summary>Answers 503 for as long as it is set.</summary>
    public volatile bool Refuses;

    private int refused;

    public int Refused => refused;

    public string Url { get; private set; } = "";

    public static async Task<PageRecorder> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        var recorder = new PageRecorder(server);
        server.MapPost("/{name}", recorder.TakeAsync);
        server.Urls.Add("http://127.0.0.1:0");
        await server.StartAsync();
        recorder.Url = server.Urls.First();
        return recorder;
    }

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    private async Task<IResult> TakeAsync(string name, HttpRequest request)
    {
        if (Refuses)
        {
            Interlocked.Increment(ref refused);
            return Results.StatusCode(503);
        }
        using var body = await JsonDocument.ParseAsync(request.Body);
        Pages.Enqueue(new Page(name, request.Headers["webhook-id"].ToString(), body.RootElement.GetProperty("data").Clone()));
        return Results.Ok();
    }
}

/// <param name="Address">Which of the recorder's addresses it came to.</param>
/// <param name="Key">The idempotency key that it came with.</param>
/// <param name="Body">What it says.</param>
internal sealed record Page(string Address, string Key, JsonElement Body);
